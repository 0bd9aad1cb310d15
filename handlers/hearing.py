"""One thing that one person said or tapped, with what is needed to answer it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from models import attachments, composing, conversations, outbox, people, routes, telling
from models.conversations import Conversation, ShownCard
from models.messages import Card, FileRef, Inbound, InboundKind, Outgoing, OutgoingKind
from models.people import Identity, Role
from models.rulebook import Rulebook
from models.rules.delivery import Nature
from models.rules.references import find_references
from models.tasks import Task
from models.wording import evidence as words_of_evidence
from models.wording import replies

SPEAKS_FOR_UNIT = (Role.HEAD, Role.DEPUTY, Role.LIAISON)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever is shown something, in chat or on a page. `now` is domain time."""

    who: Identity
    now: datetime
    book: Rulebook

    @property
    def person_id(self) -> int:
        return int(self.who.person.id)

    @property
    def today(self) -> date:
        return self.book.calendar.local(self.now).date()

    @property
    def units(self) -> tuple[int, ...]:
        """The units this person speaks for."""
        return self.who.units(*SPEAKS_FOR_UNIT)

    @property
    def is_office(self) -> bool:
        return self.who.has(Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Hearing(Viewer):
    """`inbound.said_at` is when it was said.

    `noted` goes into every event made of these words; `preface` stands before the first answer to them;
    `answers`: they answer the one question, so that no second one follows.
    """

    inbound: Inbound
    inbox_id: int
    talk: Conversation
    noted: dict[str, Any] = field(default_factory=dict)
    preface: list[str] = field(default_factory=list)
    answers: bool = False

    @property
    def text(self) -> str:
        return self.inbound.text.strip()

    @property
    def actor(self) -> str:
        return f"person:{self.person_id}"

    def speaks_as_head(self, unit_id: int) -> bool:
        """A deputy (AB岗) has the head's ball while he holds it; a liaison prepares and the head confirms.

        县政府办 speaks for its county.
        """
        return unit_id in self.who.units(Role.HEAD, Role.DEPUTY) or unit_id in routes.answers_for(self.who)

    def said(self) -> dict[str, Any]:
        """Who said it, when and in which message, as `ledger.record` takes it."""
        return {
            "now": self.now, "at": self.inbound.said_at, "person_id": self.person_id, "inbox_id": self.inbox_id, **self.noted,
            **({"spoken": True} if self.inbound.kind is InboundKind.VOICE else {}),
        }  # fmt: skip

    async def say(self, words: str, *, dedupe: str | None = None) -> None:
        """The answer to what was just said: free of quiet and budget; once for each `dedupe`."""
        await self._put(Outgoing(OutgoingKind.TEXT, "\n".join([*self._first(), words])), dedupe=dedupe)

    def _first(self) -> list[str]:
        said = list(self.preface)
        self.preface.clear()
        return said

    async def show(self, card: Card, kind: str, refs: dict[str, Any]) -> None:
        if self.preface:
            card = replace(card, body="\n".join([*self._first(), card.body]))
        await composing.keep_card(card, self.person_id, kind, refs, self.now)
        await self._put(Outgoing(OutgoingKind.CARD, card=card))

    async def send(self, file: FileRef, about: str) -> None:
        """A paper that was asked for."""
        await self._put(Outgoing(OutgoingKind.FILE, about, file=file))

    async def send_picture(self, file: FileRef, about: str) -> None:
        """A picture that was asked for."""
        await self._put(Outgoing(OutgoingKind.IMAGE, about, file=file))

    async def _put(self, message: Outgoing, *, dedupe: str | None = None) -> None:
        await outbox.put(
            self.inbound.platform,
            self.inbound.user,
            message,
            now=self.now,
            reason=Nature.REPLY,
            person_id=self.person_id,
            dedupe=dedupe,
        )

    async def settle_card(self, card: ShownCard, word: str) -> None:
        """Grey the buttons with this word where it stands, on whosever phone; an old card says so itself when it is tapped."""
        card.state = "settled"
        is_tapped = bool(self.inbound.ticket) and card.id == self.inbound.card
        if is_tapped or conversations.can_change(card, self.now):
            await self._change(card, Outgoing(OutgoingKind.CARD_UPDATE, settled=word))
        else:
            card.ticket = None
            await card.save()

    async def redraw(self, card: ShownCard, shown: Card) -> None:
        """The card with what is left to do on it."""
        card.content = outbox.as_json(Outgoing(OutgoingKind.CARD, card=shown))["card"]
        await self._change(card, Outgoing(OutgoingKind.CARD_UPDATE))

    async def _change(self, card: ShownCard, update: Outgoing) -> None:
        """By the permission it has, which is used up; one not yet sent stays away."""
        permission, card.ticket = card.ticket, None
        await card.save()
        if permission and (phone := await self._phone_of(card)):
            change = replace(update, card=outbox.card_from(card.content), ticket=permission)
            await outbox.put(*phone, change, now=self.now, reason=Nature.REPLY, person_id=card.person_id)

    async def _phone_of(self, card: ShownCard) -> tuple[str, str] | None:
        if card.platform and card.userid:
            return card.platform, card.userid
        account = await people.account_of(card.person_id)
        return (account.platform, account.userid) if account else None

    async def settle_everywhere(self, kind: str, assignment_id: int, word: str) -> None:
        """The cards of this kind on whosever phone; one not yet sent stays away."""
        for card in await ShownCard.filter(kind=kind, state="live"):
            if card.refs["assignments"] == [assignment_id]:
                await self.settle_card(card, word)

    async def ask(self, kind: str, **refs: Any) -> None:
        """The next words of this person are the answer to this; words that never found their task go to 督查室."""
        before = self.talk.question
        if before is not None and before["kind"] in {"which", "doubt"} and before["inbox"] != self.inbox_id:
            note = replies.unplaced(self.who.person.name, before["text"])
            await telling.tell_office(f"unread:{before['inbox']}", note, self.now)
        await conversations.ask(self.person_id, {"kind": kind, **refs}, self.now)

    async def answered(self) -> None:
        await conversations.forget_question(self.person_id)
        self.talk.question = None

    async def remember(self, *, event_id: int, assignment_id: int) -> None:
        """What 更正 and 撤销 will speak of."""
        await Conversation.filter(person_id=self.person_id).update(
            last_event_id=event_id, last_assignment_id=assignment_id
        )
        await self.take_pictures(assignment_id)
        if event_id:
            await attachments.go_with(self.person_id, assignment_id, event_id, self.now)

    async def take_pictures(self, assignment_id: int) -> None:
        """The pictures he sent just before these words go with them, where they speak of one task alone."""
        if self.inbound.kind in {InboundKind.TEXT, InboundKind.VOICE} and len(find_references(self.text)) <= 1:
            await self.take_all_pictures(assignment_id)

    async def take_all_pictures(self, assignment_id: int) -> None:
        if taken := await attachments.take_along(self.person_id, assignment_id, self.now):
            if self.talk.question and self.talk.question["kind"] == "picture":
                await self.answered()
            task = await Task.get(assignments=assignment_id)
            await self.say(words_of_evidence.picture_kept(task.number, taken))
