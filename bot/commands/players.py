"""People with phones, played over HTTP: say, tap, wait, read. For the headless demo and for stories in tests."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import ClientSession

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(slots=True)
class Players:
    """`url` is the bot's own address, which serves the phones too; `new` returns what a phone has not shown before."""

    url: str
    session: ClientSession
    _seen: dict[str, int] = field(default_factory=dict)

    async def say(self, user: str, text: str) -> str:
        return str((await self._post("/sandbox/say", {"user": user, "text": text}))["msgid"])

    async def picture(self, user: str) -> str:
        return str((await self._post("/sandbox/say", {"user": user, "image": True}))["msgid"])

    async def tap(self, user: str, button: str) -> None:
        """Tap the newest live button whose words begin like this."""
        for message in reversed(await self.phone(user)):
            for one in message.get("buttons") or []:
                if one["text"].startswith(button):
                    await self._post("/sandbox/tap", {"user": user, "message": message["id"], "button": one["key"]})
                    return
        raise LookupError(f"{user} has no button {button!r}")

    async def phone(self, user: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self._get(f"/sandbox/messages?user={user}")
        return found

    async def new(self, user: str) -> list[dict[str, Any]]:
        """What the bot has put on this phone since the last look."""
        shown = await self.phone(user)
        fresh = shown[self._seen.get(user, 0) :]
        self._seen[user] = len(shown)
        return [message for message in fresh if message.get("from") != "me"]

    async def now(self) -> datetime:
        return datetime.fromisoformat((await self._get("/sandbox/clock"))["now"])

    async def wait(self, minutes: float = 0) -> dict[str, Any]:
        """Turn the clock and let the bot work until it is quiet; 0 only lets it finish."""
        return await self._post("/sandbox/clock", {"advance_minutes": minutes})

    async def wait_until(self, at: str) -> dict[str, Any]:
        """`at` is a local moment of the virtual city: 2026-02-10 08:40."""
        return await self._post(
            "/sandbox/clock", {"now": datetime.fromisoformat(at).replace(tzinfo=SHANGHAI).isoformat()}
        )

    async def next_morning(self) -> dict[str, Any]:
        day = (await self.now()).date() + timedelta(days=1)
        return await self.wait_until(f"{day} 08:41")

    async def _post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        async with self.session.post(f"{self.url}{path}", json=content) as answer:
            if answer.status >= 400:
                raise LookupError(f"{path} {content}: {answer.status} {await answer.text()}")
            found: dict[str, Any] = await answer.json()
            return found

    async def _get(self, path: str) -> Any:
        async with self.session.get(f"{self.url}{path}") as answer:
            if answer.status >= 400:
                raise LookupError(f"{path}: {answer.status} {await answer.text()}")
            return await answer.json()
