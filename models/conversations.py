"""What stands open in a chat: the bot's question and the card just shown. A row, so that a restart forgets nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models.fields import MomentField

CHANGEABLE = timedelta(hours=71)  # a card that was sent, where its messenger says nothing else
NOT_AGAIN = timedelta(days=10)  # what he was asked once and answered with as little is a person's to ask
STILL_OPEN = timedelta(days=2)  # what was asked before that is no longer what somebody answers


class Conversation(Model):
    person_id = fields.BigIntField(primary_key=True, generated=False)
    question: dict[str, Any] | None = fields.JSONField(null=True)  # {"kind", "assignments", "inbox", …}
    asked_at = MomentField(null=True)
    last_event_id = fields.BigIntField(null=True)  # what 更正 and 撤销 speak of
    last_assignment_id = fields.BigIntField(null=True)
    last_notice_ids: list[int] = fields.JSONField(default=list)  # what 为什么提醒我 speaks of
    asked: dict[str, str] | None = fields.JSONField(
        null=True
    )  # the one questions of these days, and when: not asked again
    voice_told_at = MomentField(null=True)  # when it was said that voices cannot be heard; until he types again

    class Meta:
        table = "conversation"


class ShownCard(Model):
    """A card on a phone. `ticket` is the newest unused permission to change it there, where `platform` and `userid` say."""

    id = fields.CharField(max_length=64, primary_key=True)
    person_id = fields.BigIntField()
    kind = fields.CharField(max_length=24)
    refs: dict[str, Any] = fields.JSONField(default=dict)
    content: dict[str, Any] = fields.JSONField(default=dict)  # the card as it was sent, to redraw it settled
    ticket = fields.CharField(max_length=512, null=True)
    platform = fields.CharField(max_length=16, null=True)
    userid = fields.CharField(max_length=64, null=True)
    state = fields.CharField(max_length=12, default="live")  # live | settled
    shown_at = MomentField()

    class Meta:
        table = "shown_card"


async def of(person_id: int) -> Conversation:
    found = await Conversation.filter(person_id=person_id).first()
    return found or await Conversation.create(person_id=person_id)


async def may_ask(person_id: int, what: str, now: datetime) -> bool:
    """Whether the one question about this was not asked these days; from now on it was."""
    talk = await of(person_id)
    known = {key: at for key, at in (talk.asked or {}).items() if now - datetime.fromisoformat(at) < NOT_AGAIN}
    if what in known:
        return False
    talk.asked = known | {what: now.isoformat()}
    await talk.save(update_fields=["asked"])
    return True


async def ask(person_id: int, question: dict[str, Any], now: datetime) -> None:
    talk = await of(person_id)
    talk.question, talk.asked_at = question, now
    await talk.save()


async def forget_question(person_id: int) -> None:
    await Conversation.filter(person_id=person_id).update(question=None, asked_at=None)


_changeable: dict[str, timedelta] = {}


def changeable_for(spans: Mapping[str, timedelta]) -> None:
    """By messenger, how long after it was sent a card can be changed."""
    _changeable.clear()
    _changeable.update(spans)


def can_change(card: ShownCard, now: datetime) -> bool:
    """Later it says itself that it is old, when it is tapped."""
    shown_for: timedelta = now - card.shown_at
    return shown_for < _changeable.get(card.platform or "", CHANGEABLE)
