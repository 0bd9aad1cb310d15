"""督查室 at the proof: 缓 46 with a reason, 加 46 with a line, 校样 to see it again."""

import re

from handlers.hearing import Hearing
from models import naming, proofs
from models.wording import naming as words

_ABOUT = re.compile(
    r"(?P<verb>缓报?|加)\s*(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?[\s，,：:]*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SHOW = re.compile(r"(?:看)?(?:校样|点名|明天点名)(?:校样)?[。？?]*")


async def words_of(hearing: Hearing) -> bool:
    if not hearing.is_office:
        return False
    if _SHOW.fullmatch(hearing.text):
        found = await proofs.due(hearing.now, hearing.book)
        lines = [proofs.line(one, hearing.today) for one in found]
        await hearing.say(words.proof(lines) if lines else words.nothing())
        return True
    match = _ABOUT.fullmatch(hearing.text)
    if match is None:
        return False
    await _change(hearing, match["verb"], match["number"].upper(), match["words"].strip())
    return True


async def _change(hearing: Hearing, verb: str, number: str, said: str) -> None:
    found = await naming.numbered(number, hearing.today)
    if not found:
        await hearing.say(words.not_named(number))
        return
    if not said:
        await hearing.say(words.why_needed(number))
        return
    for one in found:
        if verb == "加":
            await proofs.add_line(one, said, hearing.who.person, hearing.now)
            await hearing.say(words.added(one.assignment.task.number))
        else:
            until = await proofs.hold(one, said, hearing.who.person, hearing.now, hearing.book)
            number_ = one.assignment.task.number
            await hearing.say(words.held(number_, until) if until else words.held_before(number_))
