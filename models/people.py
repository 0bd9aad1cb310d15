"""Units, posts, the people who hold them, and their accounts in messengers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model

from models.fields import MomentField
from models.rules.addressees import Directory
from models.rules.obligations import UnitKind
from models.rules.unit_names import UnitIndex


class Role(StrEnum):
    ADMIN = "admin"  # 督查室
    LEADER = "leader"  # 分管领导
    AIDE = "aide"  # 对口副秘书长、秘书
    HEAD = "head"  # 单位主要负责人
    DEPUTY = "deputy"  # AB岗
    LIAISON = "liaison"  # 督查联络员


class Unit(Model):
    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=128)
    short_names: list[str] = fields.JSONField(default=list)
    kind = fields.CharField(max_length=32, default="department")
    ordinal = fields.IntField(default=0)  # official order
    leader_name = fields.CharField(max_length=32, null=True)  # 分管领导 as the contacts say
    is_kind_set = fields.BooleanField(
        default=False, db_default=False
    )  # by a person of 督查室: the next contacts guess no other
    contact = fields.CharField(max_length=16, default="head", db_default="head")  # the role its messages go to

    class Meta:
        table = "unit"

    @property
    def short(self) -> str:
        return self.short_names[0] if self.short_names else self.name


class Person(Model):
    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=32)
    phone = fields.CharField(max_length=32, null=True)
    known = fields.BooleanField(default=True)  # False: wrote to the bot, is in no contacts

    accounts: fields.ReverseRelation["Account"]

    class Meta:
        table = "person"


class Account(Model):
    """A person's id in one messenger, case-folded."""

    id = fields.BigIntField(primary_key=True)
    platform = fields.CharField(max_length=16)
    userid = fields.CharField(max_length=64)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("models.Person", related_name="accounts")
    person_id: int
    stale = fields.BooleanField(default=False)  # the platform said it does not know this id

    class Meta:
        table = "account"


class Post(Model):
    """What a task belongs to. People hold posts, with dates; a post outlives its holder."""

    id = fields.BigIntField(primary_key=True)
    unit: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "models.Unit", related_name="posts", null=True
    )
    unit_id: int | None
    role = fields.CharEnumField(Role, max_length=16)
    title = fields.CharField(max_length=64, default="")
    portfolio = fields.CharField(max_length=256, default="")  # 分管领域
    ordinal = fields.IntField(default=0)
    serves_id = fields.BigIntField(null=True)  # of an aide: the leader's post

    class Meta:
        table = "post"


class Holding(Model):
    id = fields.BigIntField(primary_key=True)
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField("models.Post", related_name="holdings")
    post_id: int
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("models.Person", related_name="holdings")
    person_id: int
    since = MomentField()
    until = MomentField(null=True)

    class Meta:
        table = "holding"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is speaking: the person and every post held now."""

    person: Person
    posts: tuple[Post, ...]

    def has(self, role: Role) -> bool:
        return any(post.role is role for post in self.posts)

    def units(self, *roles: Role) -> tuple[int, ...]:
        return tuple(p.unit_id for p in self.posts if p.unit_id is not None and (not roles or p.role in roles))


async def account_at(platform: str, userids: Sequence[str]) -> Account | None:
    """The account behind these ids of one person, with the person; one of the contacts before one of a stranger."""
    found = Account.filter(platform=platform, userid__in=[one.casefold() for one in userids]).select_related("person")
    return await found.order_by("-person__known", "id").first()


async def heard_from(platform: str, userids: Sequence[str]) -> Account | None:
    """The same of somebody who just wrote by it: whatever the platform said of the account, he is there."""
    account = await account_at(platform, userids)
    if account is not None and account.stale:
        account.stale = False
        await account.save(update_fields=["stale"])
    return account


async def identity_of(person: Person, now: datetime) -> Identity:
    held = await Holding.filter(person_id=person.id, since__lte=now).select_related("post", "post__unit").order_by("id")
    return Identity(person, tuple(h.post for h in held if h.until is None or h.until > now))


async def holder(post_id: int, now: datetime) -> Person | None:
    held = await Holding.filter(post_id=post_id, since__lte=now).select_related("person").order_by("-since", "-id")
    return next((h.person for h in held if h.until is None or h.until > now), None)


async def post_of(unit_id: int, role: Role) -> Post | None:
    return await Post.filter(unit_id=unit_id, role=role).order_by("ordinal", "id").first()


async def person_in(unit_id: int, role: Role, now: datetime) -> Person | None:
    """Who holds this role in the unit now: its first post of the role that somebody holds."""
    return (await team(unit_id, now)).get(role)


Team = dict[Role, Person]


async def team(unit_id: int, now: datetime) -> Team:
    """Who holds each role of the unit now."""
    return (await teams({unit_id}, now)).get(unit_id, {})


async def teams(unit_ids: Iterable[int], now: datetime) -> dict[int, Team]:
    """The same of many units, in one query."""
    held = (
        await Holding.filter(Q(until=None) | Q(until__gt=now), post__unit_id__in=list(unit_ids), since__lte=now)
        .select_related("post", "person")
        .order_by("post__ordinal", "post_id", "-since", "-id")
    )
    found: dict[int, Team] = {}
    for holding in held:
        found.setdefault(holding.post.unit_id or 0, {}).setdefault(holding.post.role, holding.person)
    return found


async def office(now: datetime) -> list[Person]:
    """督查室, in official order."""
    return [person for _, person in await holders(Role.ADMIN, now)]


async def holders(role: Role, now: datetime) -> list[tuple[Post, Person]]:
    """Everybody who holds a post of this role now, in official order."""
    held = (
        await Holding.filter(Q(until=None) | Q(until__gt=now), post__role=role, since__lte=now)
        .select_related("post", "person")
        .order_by("post__ordinal", "post_id", "-since", "-id")
    )
    return list({holding.post_id: (holding.post, holding.person) for holding in reversed(held)}.values())[::-1]


async def secretaries(now: datetime) -> list[Person]:
    """副秘书长 and 秘书长, in official order."""
    held = (
        await Holding.filter(
            Q(until=None) | Q(until__gt=now), post__role__in=[Role.AIDE, Role.LEADER], post__title__contains="秘书长",
            since__lte=now,
        )
        .select_related("post", "person")
        .order_by("post__role", "post__ordinal", "post_id")
    )  # fmt: skip
    return list({holding.post_id: holding.person for holding in held}.values())


_platforms: set[str] = set()


def speak_on(platforms: Iterable[str]) -> None:
    """Which messengers this process can send by; none named means any."""
    _platforms.clear()
    _platforms.update(platforms)


def is_spoken(platform: str) -> bool:
    return not _platforms or platform in _platforms


async def account_of(person_id: int) -> Account | None:
    """Where a person is reached: his first account that a messenger in use still knows."""
    query = Account.filter(person_id=person_id, stale=False)
    return await (query.filter(platform__in=list(_platforms)) if _platforms else query).order_by("id").first()


async def all_names() -> list[str]:
    """Of everybody who is known."""
    return [person.name for person in await Person.filter(known=True).only("name")]


async def leader_named(name: str) -> Post | None:
    held = await Holding.filter(post__role=Role.LEADER, person__name=name, until=None).select_related("post").first()
    return held.post if held else None


async def person_at(platform: str, userid: str) -> Person | None:
    """The person behind an account."""
    account = await Account.filter(platform=platform, userid=userid.casefold()).select_related("person").first()
    return account.person if account else None


async def accounts_named(name: str) -> list[Account]:
    """Accounts of the people of this name."""
    return await Account.filter(person__name=name).order_by("id")


async def make_at(platform: str, userid: str) -> Person:
    """A person of whom nothing but the account is known; the contacts tell the name later."""
    person = await Person.create(name=userid)
    await Account.create(platform=platform, userid=userid.casefold(), person_id=person.id)
    return person


async def give_post(
    person: Person, role: Role, *, now: datetime, unit_id: int | None = None, title: str = "", ordinal: int = 0
) -> Post:
    """Let somebody hold a post of this role. A unit's post passes from whoever held it: tasks stay with the post."""
    single = role in {Role.HEAD, Role.LIAISON, Role.DEPUTY}
    post = await post_of(unit_id, role) if unit_id is not None and single else await _own_post(person, role)
    if post is None:
        post = await Post.create(unit_id=unit_id, role=role, title=title, ordinal=ordinal)
    if title and post.title != title:
        post.title = title
        await post.save()
    current = await holder(post.id, now)
    if current is None or current.id != person.id:
        await Holding.filter(post_id=post.id, until=None).update(until=now)
        await Holding.create(post_id=post.id, person_id=person.id, since=now)
    return post


async def _own_post(person: Person, role: Role) -> Post | None:
    held = await Holding.filter(person_id=person.id, until=None, post__role=role).select_related("post").first()
    return held.post if held else None


TITLES = {
    Role.ADMIN: "督查室", Role.LEADER: "市领导", Role.AIDE: "秘书", Role.HEAD: "单位负责人", Role.DEPUTY: "AB岗", Role.LIAISON: "联络员",
}  # fmt: skip


async def directory() -> UnitIndex:
    """The units of this database by full and short names, to resolve what a plan calls them."""
    return UnitIndex([(unit.name, tuple(unit.short_names)) for unit in await Unit.all()])


async def addressees() -> Directory:
    """The same, to find units named in running text."""
    return Directory(
        [
            (unit.name, tuple(unit.short_names), UnitKind(unit.kind))
            for unit in await Unit.all().order_by("ordinal", "id")
        ]
    )


async def unit_names() -> list[str]:
    """What people call the units, so that a request keeps its addressee."""
    return [name for unit in await Unit.all() for name in unit.short_names]
