"""The messenger says that somebody left the organisation: his account is asked no more, and 督查室 hears of it."""

from datetime import datetime

from models import audit, people, telling
from models.messages import Inbound
from models.people import Account, Role
from models.rules.contact_matching import PLATFORMS
from models.wording import answers


async def left(inbound: Inbound, now: datetime) -> None:
    for userid in inbound.text.split(","):
        account = await Account.filter(platform=inbound.platform, userid=userid, stale=False).first()
        if account is not None:
            await _let_go(account, now)


async def _let_go(account: Account, now: datetime) -> None:
    await Account.filter(id=account.id).update(stale=True)
    await audit.record(account.platform, "account_left", f"account:{account.id}", now=now)
    identity = await people.identity_of(await account.person, now)
    if not identity.posts:
        return
    unit = next((post.unit.short for post in identity.posts if post.unit and post.role is not Role.ADMIN), "")
    words = answers.left_organisation(PLATFORMS[account.platform], unit, identity.person.name)
    await telling.tell_office(f"left:{account.id}:{now:%Y-%m-%d}", words, now)
