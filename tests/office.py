"""The office that stories are told of: people with phones, a clock that is turned, and the whole bot behind them.

The real App and the real messenger run on two local ports; nothing inside is replaced. Names of people stand for
their phones; moments are local time of the city.
"""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Self

from aiohttp import ClientSession, web
from city_of_stories import City

from bot.app import App
from bot.city import free_port, sample_settings
from bot.commands.players import SHANGHAI, Players
from bot.commands.running import played
from bot.sandbox import create_app
from handlers import contacts, plans
from handlers.contacts import Result
from handlers.plans import Outcome
from models import assigning, chain, db, people, roster
from models.chain import Gap
from models.events import Attachment
from models.rules.contacts import read_contacts
from models.rules.plan.reading import read_plan
from models.schedules import AIDE_DIGEST, DIGEST, Schedule
from models.settings import ApiKey, hash_token

MONDAY = "2026-03-02 08:20"


@dataclass
class Office:
    """`say` and `tap` wait until the bot has answered; `expect` reads what a phone has not shown before."""

    database_url: str
    city: City
    _given: Any
    _session: ClientSession
    messenger: web.Application
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _seen: dict[str, int] = field(default_factory=dict)
    _others: dict[str, str] = field(default_factory=dict)
    made_of: ClassVar[type[App]] = App
    reads_digests: ClassVar[bool] = False

    @classmethod
    @asynccontextmanager
    async def open(
        cls, database_url: str, *, city: City | None = None, at: str = MONDAY, **more: Any
    ) -> AsyncIterator[Self]:
        """A running bot that knows nobody yet, and a messenger with no phones; leaders read no digests until a story asks.

        `more` are settings of this bot.
        """
        given = sample_settings(
            database_url,
            listen=f"127.0.0.1:{free_port()}",
            sandbox_url=f"http://127.0.0.1:{free_port()}",
            clock=_local(at).isoformat(),
        ).model_copy(update=more)
        async with AsyncExitStack() as stack:
            messenger = await stack.enter_async_context(_messenger(given))
            session = await stack.enter_async_context(ClientSession())
            office = cls(database_url, city or City(), given, session, messenger)
            await office.start()
            stack.push_async_callback(office.stop)
            if not cls.reads_digests:
                await office.digests("paused")
            yield office

    async def start(self) -> None:
        self._app = await self._stack.enter_async_context(self.made_of(self._given))

    async def stop(self) -> None:
        await self._stack.aclose()

    async def restart(self, **more: Any) -> None:
        """The bot goes down and comes up again on the same database, with `more` settings; the phones stay."""
        await self.stop()
        self._given = self._given.model_copy(update=more)
        await self.start()

    async def away_until(self, moment: str) -> None:
        """The bot is down until this local moment, and comes up again on the same database."""
        await self.stop()
        self._given = self._given.model_copy(update={"sandbox_clock": _local(moment)})
        await self.start()
        await self.pass_time(0)

    @property
    def address(self) -> str:
        return f"http://{self._given.listen}"

    @property
    def _players(self) -> Players:
        return Players(f"http://{self._given.listen}", self._session)

    # what 督查室 does at its desk

    async def digests(self, state: str) -> None:
        """`active`: from now on every leader reads his in the morning. Months of them would be most of a long story."""
        await Schedule.filter(kind__in=[DIGEST, AIDE_DIGEST]).update(state=state, next_fire_at=None)

    async def settle_in(self, city: City | None = None) -> Result:
        """Import the contacts, for the first time or anew; the phones are those of the people in them."""
        self.city = city or self.city
        listed, now = read_contacts(self.city.contacts()), await self.now()
        result = await db.tx(lambda: contacts.import_contacts(listed, now=now, actor="test"))
        await self._app.tell_people()
        return result

    async def import_plan(self, city: City | None = None, *, confirm: bool = False, **title: str) -> Outcome:
        self.city = city or self.city
        reading, now = (
            read_plan(self.city.plan(**title), contacts=await people.directory(), today=(await self.now()).date()),
            await self.now(),
        )
        return await db.tx(
            lambda: plans.import_plan(reading, file_name="分工方案.xlsx", now=now, actor="test", confirm=confirm)
        )

    async def dispatch(self) -> None:
        await db.tx(assigning.queue)
        await self.pass_time(0)

    async def gaps(self) -> list[Gap]:
        return await chain.gaps(await self.now())

    async def open_year(self, *, dispatched_at: str = "2026-03-02 08:45") -> None:
        """Contacts, plan and dispatch; every head has read what he was given."""
        await self.settle_in()
        await self.import_plan()
        await self.dispatch()
        await self.at(dispatched_at)
        for who in self.city.accounts():
            await self.read(who)

    # what people do on their phones

    async def say(self, who: str, text: str) -> None:
        if who in self._others:
            await self._show_others()
        await self._players.say(self._user(who), text)
        await self.pass_time(0)

    async def tap(self, who: str, button: str, *, old: bool = False) -> None:
        """The newest button that begins so; `old`: on a card that is settled, as a phone that was away still shows it."""
        for bubble in reversed(await self.phone(who)):
            for one in _buttons(bubble, old=old):
                if one["text"].startswith(button):
                    await self._press(who, bubble["id"], one["key"], old=old)
                    return
        raise LookupError(f"{who}的手机上没有［{button}］")

    async def tap_twice(self, who: str, button: str) -> None:
        """Two quick taps, both on their way before the bot has answered the first."""
        bubble, key = await self._find(who, button)
        for _ in range(2):
            await self._post("tap", {"user": self._user(who), "message": bubble, "button": key, "stale": True})
        await self.pass_time(0)

    async def send_picture(self, who: str, content: bytes | None = None, *, text: str = "") -> None:
        image = base64.b64encode(content).decode() if content else True
        await self._post("say", {"user": self._user(who), "image": image, "text": text})
        await self.pass_time(0)

    async def stop_while_fetching(self, who: str, content: bytes) -> Attachment:
        """The bot goes down after it took the message, while the messenger is slow to give the picture."""
        await self._post("say", {"user": self._user(who), "image": base64.b64encode(content).decode()})
        row = None
        while row is None:
            await asyncio.sleep(0.02)
            row = await Attachment.filter(tries__gt=0).first()
        await self.stop()
        return row

    async def speak(self, who: str) -> None:
        await self._post("say", {"user": self._user(who), "voice": True})
        await self.pass_time(0)

    async def send_other(self, who: str, kind: str, text: str = "") -> None:
        """A video, a location, a link or a file."""
        await self._post("say", {"user": self._user(who), "other": kind, "text": text})
        await self.pass_time(0)

    async def press_menu(self, who: str, key: str) -> None:
        await self._post("menu", {"user": self._user(who), "key": key})
        await self.pass_time(0)

    # what they see

    async def phone(self, who: str) -> list[dict[str, Any]]:
        return await self._players.phone(self._user(who))

    async def read(self, who: str) -> list[str]:
        """Everything this phone shows that was not read yet."""
        shown = await self.phone(who)
        fresh = [b for b in shown if b["id"] > self._seen.get(who, 0)]
        if shown:
            self._seen[who] = shown[-1]["id"]
        return [_words(bubble) for bubble in fresh if bubble.get("from") != "me"]

    async def expect(self, who: str, *parts: str, without: tuple[str, ...] = ()) -> str:
        """One of the unread messages says all of this, and none of that; everything unread is read then."""
        fresh = await self.read(who)
        for words in fresh:
            if all(part in words for part in parts):
                assert not [part for part in without if part in words], f"{who}的手机多了话：\n{words}"
                return words
        raise AssertionError(f"{who}的手机没有出现 {parts}，只有：\n" + "\n──\n".join(fresh or ["（没有新消息）"]))

    async def expect_nothing(self, who: str) -> None:
        fresh = await self.read(who)
        assert not fresh, f"{who}的手机不该响：\n" + "\n──\n".join(fresh)

    async def expect_without(self, who: str, *parts: str) -> None:
        """Whatever this phone shows anew, it does not say this."""
        fresh = await self.read(who)
        said = [words for words in fresh if any(part in words for part in parts)]
        assert not said, f"{who}的手机不该提：\n" + "\n──\n".join(said)

    @staticmethod
    def moment(bubble: dict[str, Any]) -> datetime:
        return datetime.fromisoformat(bubble["at"]).astimezone(SHANGHAI)

    async def card(self, who: str, part: str) -> dict[str, Any]:
        """The newest bubble that says this, as the phone shows it now."""
        found = [b for b in await self.phone(who) if part in _words(b)]
        assert found, f"{who}的手机没有“{part}”"
        return found[-1]

    # time

    async def now(self) -> datetime:
        return await self._players.now()

    async def at(self, moment: str) -> None:
        """Turn the clock to a local moment: 2026-03-02 08:45."""
        await self._players.wait_until(moment)

    async def pass_time(self, minutes: float) -> None:
        await self._players.wait(minutes)

    async def next_morning(self) -> None:
        await self._players.next_morning()

    async def download(self, media: str) -> bytes:
        """What a phone gets when its owner taps a file."""
        async with self._session.get(f"http://{self._given.listen}/sandbox/media/{media}") as answer:
            assert answer.status == 200
            return await answer.read()

    async def api(self, path: str) -> tuple[int, str, bytes]:
        """Status, Content-Disposition and bytes that a program with an admin's key gets."""
        token = "msk_" + "s" * 43
        if not await ApiKey.filter(name="story").exists():
            hashed = hash_token(token)
            await ApiKey.create(name="story", role="admin", token_hash=hashed, created_at=await self.now())
        url, headers = f"http://{self._given.listen}/api/v1{path}", {"Authorization": f"Bearer {token}"}
        async with self._session.get(url, headers=headers) as answer:
            return answer.status, answer.headers.get("Content-Disposition", ""), await answer.read()

    async def spoil(self, endpoint: str, **fault: object) -> None:
        """The platform misbehaves: see the sandbox's faults."""
        await self._post("faults", {"endpoint": endpoint, **fault})

    async def heal(self) -> None:
        """The platform does as it should again."""
        async with self._session.delete(f"http://{self._given.listen}/sandbox/faults") as answer:
            assert answer.status < 400, await answer.text()

    async def tell_messenger(self, what: str, **content: object) -> None:
        """Something that happens at the platform and that it tells the bot."""
        await self._post(what, content)
        await self.pass_time(0)

    def _user(self, who: str) -> str:
        known = self.city.accounts() | self._others
        return known[who]

    def knows_phone(self, who: str, user: str) -> None:
        """Somebody who is in no contacts, or no longer."""
        self._others[who] = user

    async def _show_others(self) -> None:
        """The messenger knows the whole town hall; the bot only tells it of those in the contacts."""
        others = [{"user": user, "name": name} for name, user in self._others.items()]
        await self._post("people", [*await roster.everybody(await self.now()), *others])

    async def _find(self, who: str, button: str) -> tuple[int, str]:
        for bubble in reversed(await self.phone(who)):
            for one in _buttons(bubble, old=False):
                if one["text"].startswith(button):
                    return bubble["id"], one["key"]
        raise LookupError(f"{who}的手机上没有［{button}］")

    async def _press(self, who: str, bubble: int, key: str, *, old: bool = False) -> None:
        await self._post("tap", {"user": self._user(who), "message": bubble, "button": key, "stale": old})
        await self.pass_time(0)

    async def _post(self, what: str, content: object) -> None:
        async with self._session.post(f"http://{self._given.listen}/sandbox/{what}", json=content) as answer:
            assert answer.status < 400, await answer.text()


@asynccontextmanager
async def _messenger(given: Any) -> AsyncIterator[web.Application]:
    config = replace(played(given), retry_gaps_s=(0.05, 0.1, 0.2))
    messenger = create_app(config)
    runner = web.AppRunner(messenger, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, config.host, config.port).start()
        yield messenger
    finally:
        await runner.cleanup()


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def _words(bubble: dict[str, Any]) -> str:
    """A bubble as it is read aloud: title, fields, body, buttons."""
    card = bubble.get("card") or {}
    if not card:
        return str(bubble["text"])
    fields = [f"{field['name']} {field['value']}" for field in card["shown"]["fields"]]
    buttons = "".join(f"［{b['text']}］" for b in bubble.get("buttons") or [])
    lines = {line["what"]: line["text"] for line in card["shown"]["lines"]}
    return "\n".join(part for part in (lines.get("title"), *fields, lines.get("body"), buttons) if part)


def _buttons(bubble: dict[str, Any], *, old: bool) -> list[dict[str, Any]]:
    if old and bubble.get("card"):
        return list(bubble["card"].get("button_list") or [])
    return list(bubble.get("buttons") or [])
