"""A leader in the chat: what he watches himself (盯), his portfolio, and help."""

import re

from handlers.hearing import Hearing
from models import audit
from models.people import Role
from models.tasks import Task
from models.wording import leaders as words

_WATCH = re.compile(r"(?P<not>不再?|取消)?(?:重点)?盯(?:办|住|着)?\s*(?:第)?(?P<number>\d{1,4})\s*[号项]?[。]*")


async def words_of(hearing: Hearing) -> bool:
    """True when the words were a leader's."""
    match = _WATCH.fullmatch(hearing.text)
    if match is None or not (hearing.who.has(Role.LEADER) or hearing.is_office):
        return False
    await _watch(hearing, int(match["number"]), on=match["not"] is None)
    return True


async def _watch(hearing: Hearing, number: int, *, on: bool) -> None:
    """A task that a leader watches wants the head's own words; only the leader of its portfolio marks it, or 督查室 for him."""
    posts = [post.id for post in hearing.who.posts if post.role is Role.LEADER]
    found = await Task.filter(seq=number, state="live")
    tasks = [task for task in found if hearing.is_office or task.leader_post_id in posts]
    if not tasks:
        await hearing.say(words.not_in_portfolio(number))
        return
    for task in tasks:
        task.is_starred = on
        await task.save()
        await audit.record(hearing.actor, "starred" if on else "unstarred", f"task:{task.id}", now=hearing.now)
    await hearing.say(words.watched(number, on=on))
