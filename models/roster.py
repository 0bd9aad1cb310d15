"""The people as the sandbox's phones know them."""

from datetime import datetime

from tortoise.expressions import Q

from models import people
from models.people import Account, Holding, Post


async def everybody(now: datetime) -> list[dict[str, str | bool]]:
    """Everybody with an account and a post, for the sandbox's phones: a phone for each messenger that is spoken.

    The bot writes to the first of a person's phones; each other one `is_second`.
    """
    held = (
        await Holding.filter(Q(until=None) | Q(until__gt=now), since__lte=now)
        .select_related("post", "post__unit")
        .order_by("id")
    )
    posts: dict[int, Post] = {}
    for holding in held:
        posts.setdefault(holding.person_id, holding.post)
    accounts = await Account.filter(person_id__in=list(posts)).select_related("person").order_by("id")
    spoken = [account for account in accounts if people.is_spoken(account.platform)]
    firsts = {account.person_id: account.id for account in reversed(spoken)}
    return [_on_a_phone(one, posts[one.person_id], is_second=firsts[one.person_id] != one.id) for one in spoken]


def _on_a_phone(account: Account, post: Post, *, is_second: bool) -> dict[str, str | bool]:
    return {
        "user": account.userid, "platform": account.platform, "name": account.person.name,
        "title": post.title or people.TITLES[post.role], "unit": post.unit.name if post.unit else "", "role": post.role.value,
        "is_second": is_second,
    }  # fmt: skip
