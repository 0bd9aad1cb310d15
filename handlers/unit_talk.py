"""督查室 in the chat: what kind of body a unit is (单位 市税务局), and that it is another (单位 市税务局 垂管)."""

import re

from handlers.hearing import Hearing
from models import people, unit_kinds
from models.people import Unit
from models.rules.obligations import UnitKind
from models.rules.unit_kinds import said_kind
from models.wording import units as words

_UNIT = re.compile(
    r"单位(?:类别)?[\s：:]+(?P<name>[\u4e00-\u9fa5（）()]{2,30}?)(?:[\s：:，,]*(?:是|改为|归|属)?[\s：:，,]+(?P<kind>\S{2,20}))?[。？?]*"
)


async def words_of(hearing: Hearing) -> bool:
    match = _UNIT.fullmatch(hearing.text)
    if match is None or not hearing.is_office:
        return False
    full = (await people.directory()).resolve(match["name"])
    unit = await Unit.filter(name=full).first() if full else None
    if unit is None:
        await hearing.say(words.no_such_unit(match["name"]))
    elif match["kind"] is None:
        await hearing.say(words.is_now(unit, hearing.book.policy.ceiling(UnitKind(unit.kind))))
    elif (kind := said_kind(match["kind"])) is None:
        await hearing.say(words.which_kind(match["kind"]))
    else:
        await unit_kinds.change(unit, kind, hearing.now, actor=hearing.actor)
        await hearing.say(words.changed(unit, hearing.book.policy.ceiling(kind)))
    return True
