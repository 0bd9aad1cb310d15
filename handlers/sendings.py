"""督查室 asks whether what was sent has arrived: 「送达」 of today, 「46 送达」 and 「46号的催办送到了吗」 of one task."""

import re

from handlers.hearing import Hearing
from models import sendings
from models.tasks import called
from models.wording import answers
from models.wording import sendings as words

_ASKED = re.compile(
    r"(?:今天的?)?(?:(?P<number>[A-Za-z]?\d+(?:\.\d+)?)号? ?的?)?(?:催办|消息|通知|提醒|下达|交办)?都?(?:送达|送到)(?:情况|了?吗|了?没有?|了没)?[？?。]*"
)


async def words_of(hearing: Hearing) -> bool:
    """True when that was what he asked."""
    asked = _ASKED.fullmatch(hearing.text) if hearing.is_office else None
    if asked is None:
        return False
    if number := asked["number"]:
        found = await called(number, None)
        about = await sendings.about([one.id for one in found])
        await hearing.say(words.of_task(found[0].task.number, about) if found else answers.no_such_task(number))
        return True
    local = hearing.book.calendar.local(hearing.now)
    since = local.replace(hour=0, minute=0, second=0, microsecond=0)
    await hearing.say(words.of_day(await sendings.of_day(since, hearing.now), hearing.now))
    return True
