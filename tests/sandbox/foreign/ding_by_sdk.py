"""`ding_by_sdk.py BASE CLIENT SECRET`: a bot on DingTalk's own SDK for Python. Prints a line for what it heard, and answers."""

import asyncio
import json
import sys

from dingtalk_stream import (
    AckMessage,
    CallbackHandler,
    CallbackMessage,
    ChatbotHandler,
    ChatbotMessage,
    Credential,
    DingTalkStreamClient,
    EventHandler,
    EventMessage,
)  # fmt: skip
from dingtalk_stream.card_callback import Card_Callback_Router_Topic, CardCallbackMessage


def tell(what: str, *said: object) -> None:
    sys.stdout.write(json.dumps([what, *said], ensure_ascii=False) + "\n")
    sys.stdout.flush()


class Words(ChatbotHandler):
    async def process(self, callback: CallbackMessage) -> tuple[int, str]:
        message = ChatbotMessage.from_dict(callback.data)
        words = (self.extract_text_from_incoming_message(message) or [""])[0]
        tell("words", message.sender_staff_id, message.message_type, words.strip())
        answered = await asyncio.to_thread(self.reply_text, f"收到：{words.strip()}", message)
        tell("answered", answered)
        return AckMessage.STATUS_OK, "OK"


class Cards(CallbackHandler):
    async def process(self, callback: CallbackMessage) -> tuple[int, dict[str, object]]:
        pressed = CardCallbackMessage.from_dict(callback.data)
        actions = pressed.content["cardPrivateData"]["actionIds"]
        tell("card", pressed.user_id, pressed.card_instance_id, actions)
        return AckMessage.STATUS_OK, {}


class Events(EventHandler):
    async def process(self, event: EventMessage) -> tuple[int, str]:
        tell("event", event.headers.event_type, event.data)
        return AckMessage.STATUS_OK, "OK"


def main(base: str, client: str, secret: str) -> None:
    DingTalkStreamClient.OPEN_CONNECTION_API = f"{base}/v1.0/gateway/connections/open"
    bot = DingTalkStreamClient(Credential(client, secret))
    bot.register_callback_handler(ChatbotMessage.TOPIC, Words())
    bot.register_callback_handler(Card_Callback_Router_Topic, Cards())
    bot.register_all_event_handler(Events())
    bot.start_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
