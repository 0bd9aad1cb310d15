"""Behind each figure of a digest: the tasks it was counted from, and the words they rested on."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from api_parts import NOW, READER, SAID, Office, city, office

from models import lamps, ledger, rulebook
from models.digests import Digest
from models.events import Event
from models.files import StoredFile
from models.people import Account, Person, Post, Role, give_post
from models.rules import standing_picture
from models.tasks import Assignment, Task
from schedules import digests

EARLY = NOW - timedelta(minutes=50)  # 07:50 in Beijing

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def asking() -> AsyncIterator[Office]:
    """The leader of two tasks, one of them internal, has read this morning's digest; then one of them went on."""
    town = await city()
    await rulebook.seed(EARLY)
    leader = await Person.create(name="周正")
    await Account.create(platform="wecom", userid="zhouzheng", person_id=leader.id)
    post = await give_post(leader, Role.LEADER, now=EARLY - timedelta(days=9), title="副市长")
    await Task.filter(id__in=[town.task.id, town.internal.id]).update(leader_post_id=post.id)
    await Event.filter(kind="reported").update(at=EARLY - timedelta(days=1))
    for assignment in await Assignment.filter(role="lead").select_related("task"):
        await Event.create(
            task_id=assignment.task_id, assignment_id=assignment.id, kind="dispatched", at=EARLY - timedelta(days=5)
        )
        await ledger.refold(assignment)
    await lamps.refresh_all(await rulebook.current(), EARLY)
    await digests.send(Role.LEADER, EARLY, await rulebook.current())
    async with office() as client:
        yield client


async def digest(asking: Office) -> dict[str, Any]:
    [found] = await asking.items("/digests")
    return found


async def test_a_digest_comes_with_its_figures(asking: Office) -> None:
    found = await digest(asking)
    assert (found["person"], found["role"], found["day"], found["state"]) == ("周正", "leader", "2026-06-08", "pending")
    assert found["text"].startswith("周市长：6月8日，分管2项：")
    values = {figure["key"]: figure["value"] for figure in found["figures"]}
    assert values["total"] == 2
    assert sum(values[key] for key in ("green", "yellow", "red", "white") if key in values) == 2
    status, same = await asking.get(f"/digests/{found['id']}", READER)
    assert (status, same) == (200, found)


async def test_its_picture_is_a_png_of_the_same_figures(asking: Office) -> None:
    found = await digest(asking)
    values = {figure["key"]: figure["value"] for figure in found["figures"]}
    kept = standing_picture.from_json(bytes((await StoredFile.get()).content))
    assert dict(kept.whole.shown) == {key: values[key] for key in standing_picture.ORDER if key in values}
    assert found["picture"] == f"/api/v1/digests/{found['id']}/picture"
    async with asking.client.get(found["picture"], headers={"Authorization": f"Bearer {READER}"}) as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
        assert (await answer.read()).startswith(b"\x89PNG")
    assert (await asking.get(found["picture"].removeprefix("/api/v1"), None))[0] == 401
    await Digest.all().update(picture=None)
    assert (await asking.get(f"/digests/{found['id']}/picture"))[0] == 404


async def test_every_figure_leads_to_the_words_behind_it(asking: Office) -> None:
    found = await digest(asking)
    for figure in found["figures"]:
        behind = await asking.items(figure["behind"].removeprefix("/api/v1"))
        assert len(behind) == (figure["value"] if figure["task"] is None else 1), figure
        for one in behind:
            assert one["lamp"] == figure["key"] or figure["key"] in {"total"} or figure["task"]
            assert await asking.items(one["updates"].removeprefix("/api/v1"))
    total = next(figure for figure in found["figures"] if figure["key"] == "total")
    said = {one["number"]: one["text"] for one in await asking.items(total["behind"].removeprefix("/api/v1"))}
    assert said == {"46号": SAID, "47号": "不宜公开的话"}  # the correction, not what it replaced
    _, page = await asking.get(total["behind"].removeprefix("/api/v1"), READER)
    assert {one["number"]: (one["title"], one["text"]) for one in page["items"]}["47号"] == ("内部事项", "内部事项")


async def test_a_count_stays_what_it_was_when_lamps_change(asking: Office) -> None:
    found = await digest(asking)
    lamp = next(figure for figure in found["figures"] if figure["key"] in {"green", "yellow", "red", "white"})
    before = await asking.items(lamp["behind"].removeprefix("/api/v1"))
    book, later = await rulebook.current(), NOW + timedelta(days=400)
    await lamps.refresh_all(book, later)
    after = await asking.items(lamp["behind"].removeprefix("/api/v1"))
    assert [one["task"] for one in after] == [one["task"] for one in before]
    now = {a.lamp for a in await Assignment.filter(role="lead", task_id__in=[one["task"] for one in before])}
    assert now == {"red"}


async def test_a_figure_that_is_not_there_is_refused_by_name(asking: Office) -> None:
    found = await digest(asking)
    for path, status in (
        (f"/digests/{found['id']}/figures?key=watch:999", 404),
        ("/digests/999", 404),
        (f"/digests/{found['id']}/figures?key=x_y", 400),
    ):
        answered, refusal = await asking.get(path)
        assert answered == status
        assert refusal["error"]["message"]


async def test_nobody_gets_two_digests_of_a_day(asking: Office) -> None:
    assert await digests.send(Role.LEADER, EARLY + timedelta(minutes=5), await rulebook.current()) == 0
    assert len(await asking.items("/digests")) == 1
    assert await Post.filter(role=Role.LEADER).count() == 1
