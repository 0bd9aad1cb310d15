"""What the platform does wrong, and what is then on the phones: of the head who reported, and of 督查室."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from city_of_stories import DAMS, WATER, City
from office import Office

from models.rules.plan.grid import Sheet

# What a messenger shows does not hang on the engine: the rows behind it have tests of their own on both.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HEAD, OFFICE = "江河清", "苏知微"
ACCOUNT = {"wecom": "企业微信账号", "dingtalk": "钉钉账号", "feishu": "飞书账号"}
SEND = {"wecom": "message/send", "dingtalk": "v1.0/robot/oToMessages/batchSend", "feishu": "im/v1/messages"}

# by platform and name: the answer is not taken, and has to be given again
NOTHING_DONE: dict[str, dict[str, dict[str, Any]]] = {
    "wecom": {
        "502": {"status": 502},
        "busy": {"errcode": -1},
        "too many calls": {"errcode": 45009},
        "token expired": {"errcode": 42001},
    },
    "dingtalk": {
        "busy": {"code": "system.busy"},
        "too many calls": {"code": "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"},
        "token expired": {"code": "InvalidAuthentication"},
    },
    "feishu": {
        "502": {"status": 502},
        "being sent": {"errcode": 230049},
        "too many calls": {"errcode": 99991400},
        "token expired": {"errcode": 99991663},
    },
}
# it is on the phone, and the platform does not say so
DONE: dict[str, dict[str, Any]] = {
    "cut off after it was shown": {"drop_after": True},
    "half an answer": {"truncate": True},
}
HEARD_AGAIN: dict[str, tuple[dict[str, Any], ...]] = {
    "wecom": ({"mode": "duplicate", "copies": 3}, {"mode": "lost_answer"}, {"mode": "bad_signature"}),
    "dingtalk": ({"mode": "duplicate", "copies": 3}, {"mode": "lost_answer"}, {"mode": "cut"}, {"mode": "end"}),
    "feishu": ({"mode": "duplicate", "copies": 3}, {"mode": "lost_answer"}, {"mode": "renamed"}),
}
UNKNOWN_THERE: dict[str, dict[str, Any]] = {
    "wecom": {"errcode": 81013},
    "dingtalk": {"code": "staffId.notExisted"},
    "feishu": {"errcode": 230013},
}


@dataclass(frozen=True)
class On(City):
    """A city whose heads are on this messenger; 督查室 is on WeCom."""

    platform: str = "wecom"

    def contacts(self) -> list[Sheet]:
        units, *others = super().contacts()
        header = tuple(ACCOUNT[self.platform] if name == ACCOUNT["wecom"] else name for name in units.rows[0])
        return [replace(units, rows=(header, *units.rows[1:])), *others]


@pytest.fixture
async def on(office: Office, request: pytest.FixtureRequest) -> Office:
    office.city = On(units=(WATER,), tasks=(DAMS,), platform=request.param)
    await office.settle_in()
    await office.import_plan()
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    await office.tap(HEAD, "认领")
    await office.at("2026-03-09 10:00")
    await office.read(HEAD)
    await office.read(OFFICE)
    return office


everywhere = pytest.mark.parametrize(
    ("on", "platform"), [(name, name) for name in ACCOUNT], indirect=["on"], ids=list(ACCOUNT)
)


async def answers(office: Office, done: int) -> int:
    """How many answers to this report are new on the head's phone, a quarter of an hour later."""
    await office.say(HEAD, f"5号 除险加固{done}座，剩下的6月底前开工")
    await office.pass_time(15)
    return sum("5号已登记" in words for words in await office.read(HEAD))


@everywhere
async def test_whatever_befalls_an_answer_the_head_sees_it_once_and_the_office_is_left_alone(
    on: Office, platform: str
) -> None:
    faults = NOTHING_DONE[platform] | DONE
    for done, (name, fault) in enumerate(faults.items(), start=1):
        await on.spoil(SEND[platform], **fault)
        assert await answers(on, done) == 1, name
    await on.expect_without(OFFICE, "没有送达", "没有回音")


@everywhere
async def test_however_often_a_report_comes_the_head_gets_one_answer(on: Office, platform: str) -> None:
    for done, fault in enumerate(HEARD_AGAIN[platform], start=1):
        await on.spoil("callback", **fault)
        assert await answers(on, done) == 1, fault


@everywhere
async def test_of_a_head_whom_the_messenger_does_not_know_the_office_hears_and_telephones(
    on: Office, platform: str
) -> None:
    await on.spoil(SEND[platform], **UNKNOWN_THERE[platform])
    assert await answers(on, 1) == 0
    await on.at("2026-03-10 08:45")
    await on.expect(OFFICE, HEAD, "没有送达", "请电话告知")
