"""A browser without a screen: it keeps cookies, follows where it is sent, and picks a person on a platform's login page."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin

from aiohttp import ClientSession, CookieJar

IN_APP = {
    "wecom": "Mozilla/5.0 (Linux; Android 9) Chrome/66 Mobile wxwork/4.1.20 MicroMessenger/7.0.1",
    "dingtalk": "Mozilla/5.0 (iPhone; CPU iPhone OS 14_0) Mobile AliApp(DingTalk/7.0.50)",
    "feishu": "Mozilla/5.0 (Linux; Android 10) Chrome/88 Mobile Lark/7.20.0 LarkLocale/zh_CN",
}
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120"


@dataclass
class Visitor:
    """`text` is the page it shows, `status` how that was answered, `at` its address."""

    base: str
    session: ClientSession
    agent: str
    text: str = ""
    status: int = 0
    at: str = ""
    headers: Any = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)  # every address of this walk

    async def open(self, path: str, **form: str) -> "Visitor":
        """With a `form` it is posted."""
        url, method = urljoin(self.at or self.base, path), "POST" if form else "GET"
        for _ in range(10):
            self.passed.append(url)
            sent = {"data": form} if method == "POST" else {}
            async with self.session.request(
                method, url, allow_redirects=False, headers={"User-Agent": self.agent}, **sent
            ) as got:
                self.text, self.status, self.at, self.headers = await got.text(), got.status, url, got.headers
            if got.status not in (302, 303):
                return self
            url, method = urljoin(url, got.headers["Location"]), "GET"
        raise AssertionError(f"sent round in circles: {self.passed[-4:]}")

    async def pick(self, user: str) -> "Visitor":
        """On a platform's page: whose phone this is."""
        assert "这是谁的手机" in self.text, self.text
        return await self.open(self.at, user=user)

    async def stop_before_back(self, user: str) -> str:
        """Where the platform's page would lead, not opened yet."""
        async with self.session.post(self.at, data={"user": user}, allow_redirects=False) as got:
            return str(got.headers["Location"])

    async def bridged(self, user: str) -> "Visitor":
        """What the app's script would do: it asks for a code of the phone it runs on, and goes where the page says."""
        sdk = re.search(r'<script nonce="[^"]+" src="([^"]+)"', self.text)
        back = re.search(r'location\.replace\("([^"]+)" \+', self.text)
        corp = re.search(r'corpId: "([^"]+)"', self.text)
        assert sdk, self.text
        assert back, self.text
        assert corp, self.text
        async with self.session.get(f"{sdk[1]}/people", params={"corpId": corp[1]}) as got:
            codes = {one["user"]: one["code"] for one in await got.json()}
        return await self.open(back[1] + codes[user])

    async def cancel(self) -> "Visitor":
        return await self.open(self.at, cancel="1", user="")

    async def press(self) -> "Visitor":
        """The one button of the page a link shows."""
        state = re.search(r'name="state" value="([^"]+)"', self.text)
        assert state, self.text
        return await self.open(self.at, state=state[1])

    @property
    def words(self) -> str:
        """What a person reads."""
        body = re.sub(r"<(head|script)\b.*?</\1>", "", self.text, flags=re.DOTALL)
        return unescape(re.sub(r"\s*<[^>]+>\s*", "\n", body)).strip()


@asynccontextmanager
async def browsing(base: str, agent: str = DESK) -> AsyncIterator[Visitor]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield Visitor(base, session, agent)
