"""A message of which the platform passed on no word, because the month's messages are used up."""

from handlers.hearing import Hearing
from models import telling
from models.rules.contact_matching import PLATFORMS
from models.wording import quotas as words


async def answer(hearing: Hearing) -> None:
    await hearing.say(words.withheld())
    platform = hearing.inbound.platform
    said = words.received_no_more(PLATFORMS[platform])
    await telling.tell_office(f"withheld:{platform}:{hearing.today:%Y-%m-%d}", said, hearing.now)
