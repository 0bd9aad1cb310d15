"""Whose tasks are whose among the leaders: the plan's 牵头领导 decides, the contacts' 分管领导 only where it is empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.people import Holding, Identity, Person, Post, Role, Unit
from models.rules.salutation import oversees_all
from models.rules.states import UNTAKEN, State
from models.tasks import Assignment, by_number

OUT_OF_IT = sorted(state.value for state in UNTAKEN | {State.TERMINATED, State.CARRIED_OVER})


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the holders of these posts answer for; `unit_ids` are units whose 分管领导 they are by the contacts."""

    post_ids: tuple[int, ...]
    unit_ids: tuple[int, ...] = ()
    is_whole: bool = False

    def filter(self, query: QuerySet[Assignment]) -> QuerySet[Assignment]:
        """The consolidators' assignments of live tasks in it, parts (子项) too, as far as they were given out."""
        query = query.filter(role="lead", ordinal=0, task__state="live").exclude(state__in=OUT_OF_IT)
        if self.is_whole:
            return query
        by_contacts = Q(task__leader_post_id=None, task__leader_name=None, unit_id__in=self.unit_ids)
        return query.filter(Q(task__leader_post_id__in=self.post_ids) | by_contacts)

    def counted_sql(self) -> str:
        """The same without parts: a task counts once."""
        return f"t.part IS NULL AND {self.sql()}"

    def sql(self) -> str:
        """The same as a condition on `a` (assignment) and `t` (task); it holds no words from outside."""
        states = ", ".join(f"'{state}'" for state in OUT_OF_IT)
        given = f"a.role = 'lead' AND a.ordinal = 0 AND t.state = 'live' AND a.state NOT IN ({states})"
        if self.is_whole:
            return given
        by_plan = f"t.leader_post_id IN ({_listed(self.post_ids)})"
        if not self.unit_ids:
            return f"{given} AND {by_plan}"
        by_contacts = f"t.leader_post_id IS NULL AND t.leader_name IS NULL AND a.unit_id IN ({_listed(self.unit_ids)})"
        return f"{given} AND ({by_plan} OR {by_contacts})"


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(str(int(each)) for each in ids) or "NULL"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is shown a leader's portfolio: the leader himself, or his aide."""

    person: Person
    leader: Person
    post: Post  # the leader's
    role: Role

    @property
    def is_whole(self) -> bool:
        return oversees_all(self.post.title)


async def of_posts(posts: Sequence[Post], now: datetime) -> Portfolio:
    names = [holding.person.name for holding in await _held([post.id for post in posts], now)]
    units = await Unit.filter(leader_name__in=names).values_list("id", flat=True) if names else []
    whole = any(oversees_all(post.title) for post in posts)
    return Portfolio(tuple(post.id for post in posts), tuple(int(each) for each in units), whole)  # type: ignore[call-overload]


async def assignments(posts: Sequence[Post], now: datetime, number: str = "") -> list[Assignment]:
    """In plan order; with a number, what people call by it."""
    found = (await of_posts(posts, now)).filter(Assignment.filter(by_number(number)))
    return await found.select_related("task", "task__plan", "unit").order_by("task__plan_id", "task__row", "task_id")


async def posts_of(who: Identity) -> list[Post]:
    """The leaders' posts that this person holds, or whose holder he serves as an aide."""
    own = [post for post in who.posts if post.role is Role.LEADER]
    served = [post.serves_id for post in who.posts if post.role is Role.AIDE and post.serves_id]
    return own + (await Post.filter(id__in=served).order_by("ordinal") if served else [])


async def readers(now: datetime) -> list[Reader]:
    """Every leader, then every aide of one, in official order; who has two such posts reads of the first."""
    posts = {post.id: post for post in await Post.filter(role__in=[Role.LEADER, Role.AIDE]).order_by("ordinal", "id")}
    held = {holding.post_id: holding.person for holding in await _held(list(posts), now)}
    found: dict[int, Reader] = {}
    for role in (Role.LEADER, Role.AIDE):
        for post in posts.values():
            led = posts.get(post.serves_id or 0) if role is Role.AIDE else post
            person, leader = held.get(post.id), held.get(led.id) if led else None
            if post.role is role and led and person and leader:
                found.setdefault(person.id, Reader(person, leader, led, role))
    return list(found.values())


async def _held(post_ids: Sequence[int], now: datetime) -> list[Holding]:
    query = Holding.filter(Q(until=None) | Q(until__gt=now), post_id__in=list(post_ids), since__lte=now)
    return await query.select_related("person").order_by("since", "id")
