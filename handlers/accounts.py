"""What the messenger says of its own accounts: who left, came or goes by another id, and of the app itself."""

from datetime import datetime

from models import assigning, audit, people, receipts, telling
from models.messages import Inbound, InboundKind
from models.outbox import Outbox
from models.people import Account, Role
from models.rules.contact_matching import PLATFORMS
from models.wording import answers


async def changed(inbound: Inbound, now: datetime) -> bool:
    """Whether the platform itself spoke, and no person."""
    match inbound.kind:
        case InboundKind.LEFT:
            await _left(inbound, now)
        case InboundKind.JOINED:
            await _joined(inbound, now)
        case InboundKind.RENAMED:
            await _renamed(inbound, now)
        case InboundKind.WARNED:
            said = answers.platform_warns(PLATFORMS[inbound.platform], inbound.key or "")
            await telling.tell_office(f"warned:{inbound.platform}:{inbound.key}:{now:%Y-%m-%d}", said, now)
        case InboundKind.READ:
            for message_id in inbound.text.split(","):
                users = (inbound.user, *inbound.aliases)
                await receipts.was_read(inbound.platform, message_id, users, min(inbound.said_at, now))
        case _:
            return False
    return True


async def _left(inbound: Inbound, now: datetime) -> None:
    for userid in inbound.text.split(","):
        account = await Account.filter(platform=inbound.platform, userid=userid, stale=False).first()
        if account is not None:
            await _let_go(account, now, out_of_range=inbound.key == "unsubscribe")


async def _let_go(account: Account, now: datetime, *, out_of_range: bool) -> None:
    await Account.filter(id=account.id).update(stale=True)
    await audit.record(account.platform, "account_left", f"account:{account.id}", now=now)
    identity = await people.identity_of(await account.person, now)
    if not identity.posts:
        return
    unit = next((post.unit.short for post in identity.posts if post.unit and post.role is not Role.ADMIN), "")
    say = answers.left_range if out_of_range else answers.left_organisation
    words = say(PLATFORMS[account.platform], unit, identity.person.name)
    await telling.tell_office(f"left:{account.id}:{now:%Y-%m-%d}", words, now)


async def _joined(inbound: Inbound, now: datetime) -> None:
    """Whoever could not be reached can be again: what never arrived is tried anew."""
    back = await Account.filter(platform=inbound.platform, userid__in=inbound.text.split(","), stale=True)
    for account in back:
        await Account.filter(id=account.id).update(stale=False)
        await audit.record(account.platform, "account_joined", f"account:{account.id}", now=now)
    if back:
        await assigning.send_again(now)


async def _renamed(inbound: Inbound, now: datetime) -> None:
    """The same person under another id; one that the contacts know under the new id already keeps it."""
    account = await Account.filter(platform=inbound.platform, userid__in=inbound.aliases).first()
    if account is None:
        return
    is_taken = await Account.filter(platform=inbound.platform, userid=inbound.user).exists()
    change = {"stale": True} if is_taken else {"userid": inbound.user, "stale": False}
    await Account.filter(id=account.id).update(**change)
    waiting = Outbox.filter(platform=inbound.platform, userid=account.userid, state="pending", body=None)
    await waiting.update(userid=inbound.user)
    await audit.record(account.platform, "account_renamed", f"account:{account.id}", now=now)
