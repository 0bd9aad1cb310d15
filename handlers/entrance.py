"""登录: a link to the pages that is good for one person, once, and soon over."""

import re

from handlers.hearing import Hearing
from models import audit, logins, people
from models.wording import logins as words

_ASKED = re.compile(
    r"(?:我要|请|打开|发我?)?(?:网页|页面|手机页)?(?:登录|登陆|登入)(?:网页|页面|链接|一下)?[。！!？?]*"
)


async def words_of(hearing: Hearing) -> bool:
    if not _ASKED.fullmatch(hearing.text):
        return False
    await hearing.say(await _link(hearing))
    return True


async def _link(hearing: Hearing) -> str:
    account = await people.account_at(hearing.inbound.platform, (hearing.inbound.user,))
    if not logins.address() or account is None:
        return words.no_pages()
    token = await logins.link(account, hearing.now)
    if token is None:
        return words.too_many()
    await audit.record(hearing.actor, "login_link", f"account:{account.id}", now=hearing.now)
    return words.link(f"{logins.address()}/login/link/{token}")
