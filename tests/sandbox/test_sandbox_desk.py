"""The desk behind the phones: faults, time, the journal, people, and serving it all."""

import asyncio
import json
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from sandbox_party import (
    HOUR_AHEAD,
    MARCH,
    TEXT,
    OpenPhone,
    Phone,
    button_card,
    change,
    pass_to,
    tell_roster,
)

from bot.sandbox import SandboxConfig, serve


async def test_an_ordered_error_is_answered_so_many_times_and_nothing_is_done(phone: Phone) -> None:
    await phone.post("faults", {"endpoint": "message/send", "errcode": 45009, "times": 2})
    answers = [(await phone.send_text("a", "好"))["errcode"] for _ in range(3)]
    assert answers == [45009, 45009, 0]
    assert len(await phone.shown("a")) == 1


async def test_a_broken_gateway_a_cut_line_and_half_an_answer(phone: Phone) -> None:
    url, query = f"{phone.base}/cgi-bin/message/send", {"access_token": phone.token}
    body = json.dumps(TEXT, ensure_ascii=False).encode()
    await phone.post("faults", {"endpoint": "message/send", "status": 502})
    async with phone.session.post(url, params=query, data=body) as answer:
        assert answer.status == 502
    assert await phone.shown("a") == []
    await phone.post("faults", {"endpoint": "message/send", "drop_after": True})
    with pytest.raises(aiohttp.ClientError):
        await phone.session.post(url, params=query, data=body)
    assert len(await phone.shown("a")) == 1
    await phone.post("faults", {"endpoint": "message/send", "truncate": True})
    async with phone.session.post(url, params=query, data=body) as answer:
        with pytest.raises(ValueError):  # noqa: PT011
            json.loads(await answer.text())
    await phone.post("faults", {"endpoint": "message/send", "delay_s": 0.05})
    assert (await phone.call("message/send", TEXT))["errcode"] == 0
    assert len(await phone.shown("a")) == 3


async def test_faults_can_be_read_and_called_off(phone: Phone) -> None:
    await phone.post("faults", {"endpoint": "*", "errcode": -1, "times": 9})
    (standing,) = await phone.get("faults")
    assert standing["times"] == 9
    async with phone.session.delete(f"{phone.base}/sandbox/faults") as answer:
        assert await answer.json() == []
    assert (await phone.send_text("a", "好"))["errcode"] == 0
    for nonsense in (
        {"endpoint": "x", "mode": "nonsense"},
        {"endpoint": "callback", "errcode": 1},
        {"endpoint": "message/send", "mode": "duplicate"},
        {"endpoint": "message/send"},
    ):
        await phone.post("faults", nonsense, status=400)


async def test_time_is_told_once_freely_and_then_only_forwards(phone: Phone) -> None:
    assert (await phone.post("time", {"now": MARCH}))["now"].startswith("2026-03-13T08:40:00")
    assert (await phone.post("time", {"now": HOUR_AHEAD}))["now"].startswith("2026-03-13T09:40:00")
    assert (await phone.post("time", {"now": MARCH}))["now"].startswith("2026-03-13T09:40:00")
    await phone.post("time", {"now": "tomorrow"}, status=400)


async def test_phones_outlive_the_messenger(open_phone: OpenPhone, tmp_path: Path) -> None:
    state = tmp_path / "phones" / "state.jsonl"
    phone = await open_phone(state_file=state)
    await pass_to(phone, MARCH)
    await phone.sign_in()
    await tell_roster(phone)
    code = (await phone.send_card("a", button_card("t-1")))["response_code"]
    await phone.post("say", {"user": "a", "text": "收到", "image": True})
    await phone.quiet()
    await change(phone, code)
    before = await phone.shown("a")
    with state.open("a", encoding="utf-8") as file:
        file.write('{"kind": "entry", "at": "2026-03-13T08:4')

    again = await open_phone(state_file=state)
    assert await again.shown("a") == before
    assert (await change(again, code))["errcode"] == 60140
    assert (await again.send_card("a", button_card("t-1")))["errcode"] == 42014
    assert (await again.send_text("nobody", "好"))["errcode"] == 81013
    assert (await again.post("time", {"now": "2026-03-01T08:00:00+08:00"}))["now"].startswith("2026-03-13T08:40")
    await again.send_text("a", "新的")
    third = await open_phone(state_file=state)
    assert [one["text"] for one in await third.shown("a")][-1] == "新的"


async def test_words_on_their_way_when_the_messenger_stopped_are_marked(open_phone: OpenPhone, tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    phone = await open_phone(state_file=state)
    await phone.post("faults", {"endpoint": "callback", "delay_s": 60})
    await phone.say("a", "在吗")
    again = await open_phone(state_file=state)
    assert (await again.shown("a"))[0]["undelivered"] is True


async def test_a_reset_empties_the_phones_and_frees_the_clock(open_phone: OpenPhone, tmp_path: Path) -> None:
    phone = await open_phone(state_file=tmp_path / "state.jsonl")
    await pass_to(phone, HOUR_AHEAD)
    await phone.sign_in()
    await phone.send_text("a", "好")
    await phone.post("reset", {})
    assert await phone.shown("a") == []
    assert (await phone.post("time", {"now": MARCH}))["now"].startswith("2026-03-13T08:40")


async def test_a_reset_forgets_what_was_on_its_way(open_phone: OpenPhone) -> None:
    phone = await open_phone(callback_url="http://127.0.0.1:9/callback/wecom")
    await phone.say("a", "在吗")
    await phone.post("reset", {})
    await phone.quiet()
    assert await phone.shown("a") == []


async def test_unread_counts_the_bots_messages_since_last_looked(phone: Phone) -> None:
    await phone.send_text("a", "一")
    await phone.say("a", "二")
    await phone.send_text("a", "三")
    assert (await phone.get("unread"))["phones"]["a"]["unread"] == 2
    await phone.post("seen", {"user": "a", "id": (await phone.shown("a"))[-1]["id"]})
    assert (await phone.get("unread"))["phones"]["a"] | {"at": None} == {
        "unread": 0,
        "at": None,
        "kind": "text",
        "text": "三",
    }
    await phone.quiet()


async def test_people_are_the_roster_and_strangers_who_spoke(phone: Phone) -> None:
    await tell_roster(phone)
    await phone.say("passerby", "有人吗")
    await phone.quiet()
    assert [(one["user"], one["known"]) for one in await phone.get("people")] == [
        ("a", True),
        ("passerby", False),
    ]


async def test_changes_since_a_revision_tell_of_settled_and_recalled_bubbles(phone: Phone) -> None:
    sent = await phone.send_card("a", button_card("t-1"))
    rev = (await phone.shown("a"))[-1]["rev"]
    await change(phone, sent["response_code"])
    (changed,) = await phone.shown("a", since_rev=str(rev))
    assert changed["settled"] == "已认领"
    await phone.call("message/recall", {"msgid": sent["msgid"]})
    (recalled,) = await phone.shown("a", since_rev=str(changed["rev"]))
    assert recalled["recalled"] is True


async def test_served_it_answers_until_it_is_cancelled() -> None:
    port = unused_port()
    config = SandboxConfig(port=port)
    running = asyncio.create_task(serve(config))
    async with aiohttp.ClientSession() as session:
        page = await _first_answer(session, f"http://127.0.0.1:{port}/sandbox/")
        assert "沙箱" in page
        async with session.get(f"http://127.0.0.1:{port}/") as home:
            assert home.url.path == "/sandbox/"
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def _first_answer(session: aiohttp.ClientSession, url: str) -> str:
    async with asyncio.timeout(5):
        while True:
            try:
                async with session.get(url) as answer:
                    return await answer.text()
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.com"])
def test_it_listens_on_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        SandboxConfig(host=host)
