"""What every person's phone shows: the bot's messages, the person's own words, and how each card stands."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from bot.sandbox.clock import parse_moment, stamp
from bot.sandbox.dingtalk import faces as dingtalk
from bot.sandbox.faces import Face, FacedButton
from bot.sandbox.feishu import faces as feishu
from bot.sandbox.journal import Journal
from bot.sandbox.roster import account_of, fold
from bot.sandbox.wecom import faces as wecom
from bot.sandbox.wire import Json, number_of, text_of

FACES: dict[str, Face] = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu}
ME, BOT = "me", "bot"
PENDING, DELIVERED, UNDELIVERED = "pending", "delivered", "undelivered"


@dataclass(frozen=True, slots=True)
class Entry:
    """One bubble. `id` grows over all phones, `rev` with every change to any bubble.

    `callback` is the plaintext that carries the person's own words, kept so that it can be sent again.
    `kind`: text, markdown, card, image, voice, file, link, or `notice` for a press that never got through.
    """

    id: int
    rev: int
    user: str
    at: datetime
    sender: str
    kind: str
    text: str = ""
    msgid: str = ""
    media: str = ""
    card: Json | None = None
    settled: str = ""
    pressed: str = ""
    delivery: str = ""
    callback: str = ""
    recalled: bool = False

    @property
    def platform(self) -> str:
        return account_of(self.user)[0]

    @property
    def buttons(self) -> list[FacedButton]:
        return [] if self.card is None or self.settled else FACES[self.platform].buttons(self.card)

    @property
    def plain_text(self) -> str:
        return FACES[self.platform].plain_text(self.card) if self.card else self.text

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "rev": self.rev,
            "at": stamp(self.at),
            "from": self.sender,
            "kind": self.kind,
            "text": self.plain_text,
            "msgid": self.msgid,
            "media": self.media or None,
            "buttons": [button.as_json() for button in self.buttons],
            "card": self.card and {**self.card, "shown": FACES[self.platform].shown(self.card)},
            "settled": self.settled or None,
            "pressed": self.pressed or None,
            "undelivered": self.delivery == UNDELIVERED,
            "pending": self.delivery == PENDING,
            "recalled": self.recalled,
        }


class Phones:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._entries: dict[int, Entry] = {}
        self._by_user: dict[str, list[int]] = defaultdict(list)
        self._by_msgid: dict[str, list[int]] = defaultdict(list)
        self._seen: dict[str, int] = {}
        self._last_id = self._last_rev = 0

    def show(self, entry: Entry) -> Entry:
        """Adds a bubble; its id and rev are given here, its user is folded."""
        return self._keep(replace(entry, id=self._last_id + 1, user=fold(entry.user)))

    def change(self, number: int, **fields: object) -> Entry:
        return self._keep(replace(self._entries[number], **fields))  # type: ignore[arg-type]

    def find(self, user: str, number: int) -> Entry | None:
        entry = self._entries.get(number)
        return entry if entry and entry.user == fold(user) else None

    def of(self, user: str, *, after: int = 0, since_rev: int = 0) -> list[Entry]:
        """Oldest first. Recalled ones are told only to who asks for changes."""
        numbers = self._by_user.get(fold(user), [])
        entries = [self._entries[number] for number in numbers[bisect_right(numbers, after) :]]
        if since_rev:
            return [entry for entry in entries if entry.rev > since_rev]
        return [entry for entry in entries if not entry.recalled]

    def sent_as(self, msgid: str) -> list[Entry]:
        return [self._entries[number] for number in self._by_msgid.get(msgid, [])]

    def undelivered(self, user: str) -> list[Entry]:
        return [entry for entry in self.of(user) if entry.delivery == UNDELIVERED]

    def owners(self) -> list[str]:
        return list(self._by_user)

    @property
    def rev(self) -> int:
        """Grows with every change to any phone, being looked at included."""
        return self._last_rev

    def latest(self, user: str) -> Entry | None:
        numbers = reversed(self._by_user.get(fold(user), []))
        return next((self._entries[number] for number in numbers if not self._entries[number].recalled), None)

    def mark_seen(self, user: str, number: int) -> None:
        if number > self._seen.get(fold(user), 0):
            self._seen[fold(user)] = number
            self._last_rev += 1
            self._journal.write("seen", {"user": fold(user), "id": number})

    def seen(self, user: str) -> int:
        """The newest bubble that was on the screen."""
        return self._seen.get(fold(user), 0)

    def unread(self, user: str) -> int:
        return sum(entry.sender == BOT for entry in self.of(user, after=self._seen.get(fold(user), 0)))

    def load(self, state: Json) -> None:
        entry = _entry_from(state)
        if entry.delivery == PENDING:
            entry = replace(entry, delivery=UNDELIVERED)
        self._place(entry)

    def load_seen(self, state: Json) -> None:
        self._seen[text_of(state, "user")] = number_of(state, "id") or 0

    def _keep(self, entry: Entry) -> Entry:
        entry = replace(entry, rev=self._last_rev + 1)
        self._place(entry)
        self._journal.write("entry", asdict(entry) | {"at": stamp(entry.at)})
        return entry

    def _place(self, entry: Entry) -> None:
        if entry.id not in self._entries:
            self._by_user[entry.user].append(entry.id)
            self._by_msgid[entry.msgid].append(entry.id)
        self._entries[entry.id] = entry
        self._last_id = max(self._last_id, entry.id)
        self._last_rev = max(self._last_rev, entry.rev)


def bubble(user: str, at: datetime, sender: str, kind: str, **fields: object) -> Entry:
    """An entry that no phone shows yet."""
    return Entry(0, 0, user, at, sender, kind, **fields)  # type: ignore[arg-type]


def _entry_from(state: Json) -> Entry:
    known = {name: value for name, value in state.items() if name in Entry.__dataclass_fields__}
    return Entry(**known | {"at": parse_moment(text_of(state, "at"))})  # type: ignore[arg-type]
