"""Plain values that travel between people, rules and channels. No I/O, no storage."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class InboundKind(StrEnum):
    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    TAP = "tap"  # a button of a card
    MENU = "menu"  # an entry of the app's menu, or of a card's corner menu
    ENTER = "enter"  # the chat was opened
    UNUSABLE = "unusable"  # what the bot makes nothing of: `key` says which of SENT, `text` its name
    LEFT = "left"  # the platform says who left the organisation: `text` has their ids, by commas
    JOINED = "joined"  # and who came, or came back
    RENAMED = "renamed"  # `user` is the new id of the account that `aliases` name
    WARNED = "warned"  # the platform will take something from the app, or did: `key` is its own word for it
    READ = "read"  # somebody had these messages on his screen: `text` has the platform's ids, by commas
    OTHER = "other"  # kept, not understood


SENT = frozenset({"file", "video", "location", "link"})  # what people send beside words, pictures and voices
WITHHELD = "withheld"  # the key of a message of which the platform passed on no more than that there was one


@dataclass(frozen=True, slots=True)
class Inbound:
    """What a person did, read from a verified callback.

    `user` is the platform's id, case-folded; `said_at` is aware UTC, the platform's own stamp.
    `card` is the id the bot gave the card that was tapped, `key` the button's or menu's key,
    `ticket` the platform's permission to change that card, `media` the id of a picture or voice.
    `aliases` are further ids of the same person on this platform: the contacts may hold any of them.
    `group` is the platform's id of the group it was said in, `group_name` its name where the platform tells it: said
    among others, and never a word of a unit.
    """

    platform: str
    message_id: str
    user: str
    said_at: datetime
    kind: InboundKind
    text: str = ""
    media: str | None = None
    card: str | None = None
    key: str | None = None
    ticket: str | None = None
    aliases: tuple[str, ...] = ()
    group: str = ""
    group_name: str = ""


class ButtonStyle(StrEnum):
    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    key: str  # at most 1,024 bytes; unique in its card
    text: str  # at most 10 characters are shown
    style: ButtonStyle = ButtonStyle.PLAIN
    says: str = ""  # what a press types into the chat, where the platform does not call back


@dataclass(frozen=True, slots=True)
class Card:
    """A card with buttons. `id` is unique in the deployment, at most 64 of [0-9A-Za-z_-]."""

    id: str
    title: str
    body: str = ""
    fields: tuple[tuple[str, str], ...] = ()  # at most 6 (name, value)
    buttons: tuple[Button, ...] = ()  # 1 to 6; none on a card that is settled


class OutgoingKind(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    CARD = "card"
    CARD_UPDATE = "card_update"  # settles or changes a card that stands on the phone
    IMAGE = "image"
    FILE = "file"
    GROUP = "group"  # makes the group that it is addressed to
    RECALL = "recall"  # takes back one that was sent


_GROUP = "group:"  # no account has a colon


def group_address(group: str) -> str:
    """Of a group, in the place of a person's account; `group` is the platform's id of it."""
    return _GROUP + group


def group_of(address: str) -> str | None:
    """The platform's id of the group behind an address; None for a person's."""
    return address.removeprefix(_GROUP) if address.startswith(_GROUP) else None


@dataclass(frozen=True, slots=True)
class FileRef:
    """A picture or a file that is kept: its bytes by their hash (files.StoredFile), its name as the phone shows it.

    `is_drawn`: what is kept is the value of a picture, drawn when it goes up.
    """

    sha256: str
    name: str
    is_drawn: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to appear on one person's phone, or in a group.

    For CARD_UPDATE `ticket` is the platform's one-use permission; `settled` is the word that takes the place of
    the buttons (已认领). Text that is longer than the platform takes is folded before it gets here.
    `ref` names this message among all others (the outbox row), the same for every attempt: a platform that swallows
    repeats would otherwise swallow the second of two messages that merely say the same.
    IMAGE and FILE carry `file`; `media` is the platform's id of it, known once it is uploaded. `text` then says
    in the outbox what it is; the phone shows the picture or the file alone.
    GROUP makes the group it is addressed to: `text` is its name, `members` the accounts in it, its owner first.
    RECALL carries the platform's id of the message to be taken back in `recalls`; `text` is what is said where it cannot be.
    """

    kind: OutgoingKind
    text: str = ""
    card: Card | None = None
    ticket: str | None = None
    settled: str | None = None
    ref: str = ""
    file: FileRef | None = None
    media: str | None = None
    members: tuple[str, ...] = ()
    recalls: str | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """Taken by the platform for this person. `ticket` can change the card later."""

    platform_id: str | None = None
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Certainly not taken; try again after so many seconds of domain time. `scope` tells what else must wait.

    message: nothing else · api: every send of this channel · media: its file must be uploaded anew first.
    """

    after_s: float
    error: str
    scope: str = "message"


@dataclass(frozen=True, slots=True)
class Refused:
    """Will never be taken. `blame`: recipient (roster is stale), content (a bug or bad text), config (stop and alarm)."""

    error: str
    blame: str = "content"


@dataclass(frozen=True, slots=True)
class Unknown:
    """May have been taken. Repeated only with the same bytes inside the platform's duplicate-check window."""

    error: str


Outcome = Delivered | Retry | Refused | Unknown


@dataclass(frozen=True, slots=True)
class Department:
    """A department of a messenger's directory. `parent` may lie outside what the app sees; `leaders` are ids of members."""

    id: str
    name: str
    parent: str = ""
    leaders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a messenger's directory, by the id that messages go to, case-folded; `aliases` are his further ids.

    `mobile` is None where the platform does not give it to this app. `departments` are ids, `leads` those of them he
    heads. Who was disabled or has left is not `is_active`.
    """

    userid: str
    name: str
    title: str = ""
    mobile: str | None = None
    departments: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    is_active: bool = True
    aliases: tuple[str, ...] = ()


class Absence(StrEnum):
    """Why a directory shows somebody no more, when it is asked for him alone."""

    GONE = "gone"  # the platform knows no such member
    HIDDEN = "hidden"  # he may be there: this app is not shown him


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """The answer to one call. `next` is where the reading goes on, empty after the last."""

    departments: tuple[Department, ...] = ()
    members: tuple[Member, ...] = ()
    next: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do, so that wording and sending need not know its name.

    `cards`: buttons that call back. `typed_buttons`: so many that type their words into the chat instead, as if the
    person had written them. `card_updates`: a card that stands on the phone can be settled, for `card_update_s` after it was sent.
    `safe_repeat_s`: how long the same bytes may be sent again without appearing twice, 0 = never.
    `per_person_second` (0 = no limit), `per_person_minute` and `per_person_hour`: sends to one person, and `per_app`: sends
    of the whole app, so many in so many seconds; all of them already 20 % below the platform's own limit.
    `recall_s`: how long after it was sent a message can be taken back, 0 = never.
    `media_s`: how long an uploaded file may be sent, well below the platform's own limit; 0 = it takes no files.
    `monthly_sends` and `monthly_received`: what the platform lets the organisation send and receive in a calendar month,
    0 = it does not count.
    `per_group_minute`: sends to one group, likewise below the limit, 0 = it has no groups; of texts, pictures and files,
    never of cards. `group_repeat_s` is `safe_repeat_s` for groups. `makes_groups`: the app can make one itself.
    Then what a platform offers beside messages: whether one was read, what a message quotes, tasks in the messenger's
    own list, speech written down, its directory of people.
    """

    text_bytes: int
    cards: bool
    card_buttons: int
    card_updates: bool
    safe_repeat_s: int
    per_person_minute: int
    per_person_hour: int
    per_person_second: int = 0
    per_app: tuple[tuple[int, float], ...] = ()
    media_s: int = 0
    recall_s: int = 0
    card_update_s: int = 71 * 3600
    typed_buttons: int = 0
    monthly_sends: int = 0
    monthly_received: int = 0
    per_group_minute: int = 0
    group_repeat_s: int = 0
    makes_groups: bool = False
    read_state: bool = False
    quote: bool = False
    todo: bool = False
    voice_text: bool = False
    directory: bool = False

    @property
    def groups(self) -> bool:
        return self.per_group_minute > 0

    def repeat_s(self, address: str) -> int:
        """How long the same bytes may be sent to this address again."""
        return self.safe_repeat_s if group_of(address) is None else self.group_repeat_s
