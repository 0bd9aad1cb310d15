"""A leader or his aide in the chat: questions answered from the figures of the digest, and what he watches himself (盯)."""

import re

from handlers import views
from handlers.hearing import Hearing
from models import audit, overview, people, portfolios
from models.people import Role, Unit
from models.portfolios import Portfolio
from models.rules.references import bare_reference
from models.rules.salutation import oversees_all
from models.tasks import called
from models.wording import leaders as words

_WATCH = re.compile(
    r"(?P<not>不再?|取消)?(?:重点)?盯(?:办|住|着)?\s*(?:第)?(?P<number>\d{1,4}(?:\.\d{1,2})?)\s*[号项]?[。]*"
)
_ALL = re.compile(
    r"(?:我)?(?:分管|全市|总体情况|整体情况)(?:的)?(?:任务|工作|情况|进展|进度)?(?:怎么样了?|如何)?[。？?]*"
)
_SLOW = re.compile(
    r"(?:现在|目前)?(?:有)?(?:哪些|哪几项|谁|什么)?(?:任务|单位|项目)?(?:的)?(?:滞后|偏慢|慢了?|落后|拖后腿|没跟上)(?:的)?(?:任务|单位|项目|有哪些|是哪些)?[。？?]*"
)
_ABOUT = re.compile(
    r"(?:看看?|查看?)?\s*(?P<name>[\u4e00-\u9fa5（）()]{2,20}?)(?:现在|目前|这个?月|本月|最近|近来|这周|本周)?(?:的)?(?:情况|任务|(?:有什么)?进展|进度|怎么样了?|如何|[报干做]了?(?:些)?(?:什么|啥)|报了?(?:吗|没有?))?[。？?]*"
)


async def words_of(hearing: Hearing) -> bool:
    """True when the words were a leader's command: 盯 46, 分管, 哪些滞后."""
    if await _watches(hearing):
        return True
    if not (_ALL.fullmatch(hearing.text) or _SLOW.fullmatch(hearing.text)):
        return False
    portfolio = await _portfolio(hearing)
    if portfolio is not None:
        await _standing(hearing, portfolio)
    return portfolio is not None


async def about(hearing: Hearing) -> bool:
    """A number or a unit, where no question of ours is open: 46, 高新区."""
    number = bare_reference(hearing.text)
    unit = None if number else await _unit(hearing.text)
    portfolio = await _portfolio(hearing) if number or unit else None
    if portfolio is None:
        return False
    if number:
        await views.one_task(hearing, number)
    elif unit:
        found = await overview.of_unit(portfolio, unit.id, most=words.SHOWN)
        tally = await overview.tally_of(portfolio, unit)
        await hearing.say(words.of_unit(unit.short, tally, found, hearing.today))
    return True


async def _portfolio(hearing: Hearing) -> Portfolio | None:
    """Of the leader himself, or of the one he serves; 督查室 asks about everything."""
    if hearing.is_office:
        return Portfolio((), is_whole=True)
    posts = await portfolios.posts_of(hearing.who)
    return await portfolios.of_posts(posts, hearing.now) if posts else None


async def _standing(hearing: Hearing, portfolio: Portfolio) -> None:
    slow = await overview.slowest(portfolio, most=words.SHOWN)
    if _ALL.fullmatch(hearing.text):
        found = await overview.overview(portfolio)
        await hearing.say(words.whole(found.whole, found.units, slow, hearing.today, is_whole=portfolio.is_whole))
    else:
        counts = (await overview.whole(portfolio)).shown
        behind = sum(counts.get(lamp, 0) for lamp in overview.SLOW)
        await hearing.say(words.slow(slow, hearing.today, behind))


async def _unit(text: str) -> Unit | None:
    match = _ABOUT.fullmatch(text)
    name = (await people.directory()).resolve(match["name"]) if match else None
    return await Unit.filter(name=name).first() if name else None


async def _watches(hearing: Hearing) -> bool:
    match = _WATCH.fullmatch(hearing.text)
    if match is None or not (hearing.who.has(Role.LEADER) or hearing.is_office):
        return False
    await _watch(hearing, match["number"].lstrip("0"), on=match["not"] is None)
    return True


async def _watch(hearing: Hearing, number: str, *, on: bool) -> None:
    """A task that a leader watches wants the head's own words; only the leader of its portfolio marks it, or 督查室 for him."""
    posts = [post for post in hearing.who.posts if post.role is Role.LEADER]
    ids, has_all = [post.id for post in posts], any(oversees_all(post.title) for post in posts)
    found = list({a.task_id: a.task for a in await called(number, None)}.values())
    tasks = [task for task in found if hearing.is_office or has_all or task.leader_post_id in ids]
    if not tasks:
        await hearing.say(words.not_in_portfolio(number))
        return
    for task in tasks:
        task.is_starred = on
        await task.save()
        await audit.record(hearing.actor, "starred" if on else "unstarred", f"task:{task.id}", now=hearing.now)
    await hearing.say(words.watched(number, on=on))
