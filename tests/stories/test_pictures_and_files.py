"""A picture or a paper reaches one phone once, whatever the platform does meanwhile."""

from office import Office

from bot.sandbox.media import drawn_picture
from models import db, files, outbox
from models.messages import Outgoing, OutgoingKind

PAPER = b"PK\x03\x04" + bytes(range(256)) * 8


async def queue(office: Office, who: str, kind: OutgoingKind, name: str, content: bytes) -> int:
    now = await office.now()

    async def body() -> int:
        kept = await files.keep(content, name, now=now)
        row = await outbox.put(
            "wecom", office.city.accounts()[who], Outgoing(kind, file=kept), now=now, reason="answer"
        )
        assert row is not None
        return row.id

    return await db.tx(body)


async def shown(office: Office, who: str, kind: str) -> list[str]:
    return [bubble["text"] for bubble in await office.phone(who) if bubble["kind"] == kind]


async def state_of(row_id: int) -> str:
    return (await outbox.Outbox.get(id=row_id)).state


async def test_everybody_gets_it_once_and_it_goes_up_once(office: Office) -> None:
    await office.settle_in()
    board = drawn_picture("通报")
    first = await queue(office, "方建业", OutgoingKind.FILE, "年度台账.xlsx", PAPER)
    for who in ("方建业", "许文", "苏知微"):
        await queue(office, who, OutgoingKind.IMAGE, "板.png", board)
    await office.pass_time(0)
    assert await shown(office, "方建业", "file") == ["年度台账.xlsx"]
    media = {bubble["media"] for who in ("方建业", "许文", "苏知微") for bubble in await office.phone(who)}
    assert len(media) == 2  # the paper, and one picture for all three
    assert await state_of(first) == "sent"
    assert len(await db.rows("SELECT sha256 FROM stored_file")) == 2

    # days later the platform has let the picture go, and the bot knows
    await office.pass_time(3 * 24 * 60)
    await queue(office, "方建业", OutgoingKind.IMAGE, "板.png", board)
    await office.pass_time(0)
    assert len({bubble["media"] for bubble in await office.phone("方建业") if bubble["kind"] == "image"}) == 2


async def test_faults_on_the_way_neither_lose_nor_double_it(office: Office) -> None:
    await office.settle_in()
    # the upload fails: the words behind it wait for their turn, nothing is lost
    await office.spoil("media/upload", status=502, times=2)
    broken = await queue(office, "方建业", OutgoingKind.FILE, "一.xlsx", PAPER)
    await office.pass_time(0)
    assert await state_of(broken) == "pending"
    await office.pass_time(5)
    assert await shown(office, "方建业", "file") == ["一.xlsx"]

    # the answer to the send is lost: the very same bytes again, which the platform knows
    await office.spoil("message/send", drop_after=True)
    doubtful = await queue(office, "方建业", OutgoingKind.FILE, "二.xlsx", PAPER + b"2")
    await office.pass_time(5)
    assert await state_of(doubtful) == "sent"
    assert await shown(office, "方建业", "file") == ["一.xlsx", "二.xlsx"]

    # the platform forgot what was uploaded: it goes up anew, for this message and the next
    await office.spoil("message/send", errcode=40007)
    forgotten = await queue(office, "方建业", OutgoingKind.FILE, "三.xlsx", PAPER + b"3")
    await office.pass_time(5)
    assert await state_of(forgotten) == "sent"
    assert await shown(office, "方建业", "file") == ["一.xlsx", "二.xlsx", "三.xlsx"]

    # forgotten after an answer that was lost: it may be on the phone, so it is not sent again
    await office.spoil("message/send", drop_after=True)
    await office.spoil("message/send", errcode=40007)
    unsure = await queue(office, "方建业", OutgoingKind.FILE, "四.xlsx", PAPER + b"4")
    await office.pass_time(5)
    assert await state_of(unsure) == "unknown"
    assert (await shown(office, "方建业", "file"))[3:] == ["四.xlsx"]

    # what no platform takes is refused with its reason, and the next message goes out
    empty = await queue(office, "方建业", OutgoingKind.FILE, "五.xlsx", b"PK")
    await queue(office, "方建业", OutgoingKind.FILE, "六.xlsx", PAPER + b"6")
    await office.pass_time(5)
    row = await outbox.Outbox.get(id=empty)
    assert (row.state, row.error) == ("failed", "《五.xlsx》没有发出：文件是空的")
    assert (await shown(office, "方建业", "file"))[4:] == ["六.xlsx"]


async def test_a_paper_queued_before_the_bot_died_goes_out_after(office: Office) -> None:
    await office.settle_in()
    await office.spoil("media/upload", status=502, times=1)
    row = await queue(office, "许文", OutgoingKind.FILE, "台账.xlsx", PAPER)
    await office.pass_time(0)
    await office.restart()
    await office.pass_time(5)
    assert await state_of(row) == "sent"
    assert await shown(office, "许文", "file") == ["台账.xlsx"]
