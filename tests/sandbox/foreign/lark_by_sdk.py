"""`lark_by_sdk.py BASE APP SECRET KEY TOKEN [PORT]`: a bot on Feishu's own SDK for Python, by a long connection, or at an
address on PORT. Prints a line for what it heard, and answers words.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import lark_oapi as lark
from lark_oapi.api.im.v1 import CreateMessageRequest, CreateMessageRequestBody
from lark_oapi.core.model import RawRequest
from lark_oapi.event.callback.model.p2_card_action_trigger import P2CardActionTriggerResponse


def tell(what: str, *said: object) -> None:
    sys.stdout.write(json.dumps([what, *said], ensure_ascii=False) + "\n")
    sys.stdout.flush()


class Bot:
    def __init__(self, base: str, app: str, secret: str) -> None:
        self._api = lark.Client.builder().app_id(app).app_secret(secret).domain(base).build()

    def words(self, heard: Any) -> None:
        message, user = heard.event.message, heard.event.sender.sender_id.user_id
        words = json.loads(message.content)["text"]
        tell("words", user, message.message_type, words)
        body = CreateMessageRequestBody.builder().receive_id(user).msg_type("text")
        body = body.content(json.dumps({"text": f"收到：{words[:20]}"}))
        asked = CreateMessageRequest.builder().receive_id_type("user_id").request_body(body.build()).build()
        tell("answered", self._api.im.v1.message.create(asked).code)

    def card(self, pressed: Any) -> P2CardActionTriggerResponse:
        tell("card", pressed.event.operator.user_id, pressed.event.action.value)
        return P2CardActionTriggerResponse({"toast": {"type": "info", "content": "好"}})


def at_address(port: int, handler: lark.EventDispatcherHandler) -> None:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = RawRequest()
            asked.uri, asked.headers = self.path, dict(self.headers)
            asked.body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = handler.do(asked)
            self.send_response(answer.status_code)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", port), Door) as server:
        tell("ready")
        server.serve_forever()


def main(base: str, app: str, secret: str, key: str, token: str, port: str = "") -> None:
    bot = Bot(base, app, secret)
    handler = (
        lark.EventDispatcherHandler.builder(key, token)
        .register_p2_im_message_receive_v1(bot.words)
        .register_p2_card_action_trigger(bot.card)
        .build()
    )
    if port:
        at_address(int(port), handler)
    else:
        lark.ws.Client(app, secret, lark.LogLevel.CRITICAL, handler, base).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
