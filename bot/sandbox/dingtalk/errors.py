"""How DingTalk refuses: the new API by a word and HTTP 4xx, the old one by a number within 88 and HTTP 200."""

from typing import Any

from aiohttp import web


class DingError(Exception):
    """`code` in words is of the new API, a number in digits of the old one."""

    def __init__(self, code: str, text: str, status: int = 400) -> None:
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text
        self.status = status

    def answer(self, request_id: str) -> web.Response:
        if not self.code.lstrip("-").isdigit():
            told: dict[str, Any] = {"code": self.code, "message": self.text, "requestid": request_id}
            return web.json_response(told, status=self.status)
        if self.code in {"22", "404", "-1", "300001"}:
            return web.json_response({"errcode": int(self.code), "errmsg": self.text})
        whole = f"ding talk error[subcode={self.code},submsg={self.text}]"
        told = {"errcode": 88, "sub_code": self.code, "sub_msg": self.text, "errmsg": whole, "request_id": request_id}
        return web.json_response(told)
