"""The paper the office lives on: the sheet that was imported comes back filled, and a draft of the 督查通报."""

import asyncio
import io
import os
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from city_of_stories import PAPER, TITLE, City, Task
from office import Office
from paper_parts import alive_in

from bot.documents.reader import read_tables
from models import ledger, people
from models.rules.plan.diff import diff_plans
from models.rules.plan.grid import Sheet
from models.rules.plan.reading import read_plan
from models.rules.plan.stored import line_from
from models.rules.states import EventKind
from models.tasks import Assignment
from models.tasks import Task as TaskRow

SECRET = Task(12, "处置某项不宜公开的事", "年内处置完毕", "市自规局", mark="内部")


@pytest.fixture
async def summer(office: Office) -> Office:
    """8 June: roads and pipes reported, roads reconciled; dams late; homes silent; a matter marked 内部."""
    office.city = City(tasks=(*City().tasks, SECRET))
    await office.open_year()
    await office.say("方建业", "3号我牵头，3月20日前完成设计招标")
    await office.say("方建业", "13号我牵头，3月20日前完成设计招标")
    await office.say("江河清", "5号我牵头，3月20日前出方案")
    await office.at("2026-05-25 09:10")
    await office.say("方建业", "3号打通断头路4条，卡在征迁手续，请市自规局尽快办理，6月30日前再打通1条")
    await office.say("方建业", "13号新建管网12公里，完成投资1.1亿元")
    await office.say("江河清", '8号=HYPERLINK("http://example.test","普及率95%")')
    roads = await Assignment.get(task__seq=3, role="lead").select_related("task", "task__plan", "unit")
    await ledger.record(roads, EventKind.RECONCILED, now=await office.now())
    await office.at("2026-06-08 09:00")
    for who in ("苏知微", "方建业"):
        await office.read(who)
    return office


async def file_of(office: Office, who: str) -> tuple[str, bytes]:
    file = [bubble for bubble in await office.phone(who) if bubble["kind"] == "file"][-1]
    return file["text"], await office.download(file["media"])


def rows_by_number(sheet: Sheet) -> dict[str, dict[str, str]]:
    head = next(row for row in sheet.rows if row[0] == "序号")
    return {row[0]: dict(zip(head, row, strict=True)) for row in sheet.rows if row[0].isdigit()}


async def test_the_sheet_comes_back_filled_and_is_the_same_plan(summer: Office) -> None:
    await summer.say("苏知微", "导出台账")
    await summer.expect("苏知微", "青岚市2026年〈政府工作报告〉", "11项", "自报、已对账或已核")
    name, content = await file_of(summer, "苏知微")
    assert name == f"{TITLE}（6月8日台账）.xlsx"
    assert alive_in(content) == []
    [sheet] = await read_tables(content, name)
    told = rows_by_number(sheet)
    assert "=HYPERLINK" in told["8"]["进展情况"]  # said by a unit, and nothing but words here
    roads, pipes, dams, homes = told["3"], told["13"], told["5"], told["6"]
    assert roads["重点任务"] == "打通城区断头路"
    assert "截至5月25日，打通断头路4条，为目标12条的33.3%（已对账）" in roads["进展情况"]
    assert "（自报）" in roads["进展情况"]  # the unit's own words
    assert "征迁手续" in roads["存在问题"]
    assert "6月30日" in roads["下一步措施"]
    assert "管网12公里，为目标40公里的30%（自报）" in pipes["进展情况"]
    assert "已对账" not in pipes["进展情况"]
    assert dams["进展情况"]
    assert homes["进展情况"] == "已下达，待认领。"
    # what is marked 内部 does not travel
    assert "不宜公开" not in str(sheet.rows)
    assert told["12"]["重点任务"] == ""
    assert "内部事项" in told["12"]["进展情况"]

    # nobody but 督查室 gets it
    await summer.say("方建业", "导出台账")
    assert not [bubble for bubble in await summer.phone("方建业") if bubble["kind"] == "file"]


async def test_a_draft_of_the_report_is_a_word_file_for_a_person(summer: Office, tmp_path: Path) -> None:
    await summer.at("2026-07-15 09:00")  # the step of June is ten working days late
    await summer.say("苏知微", "通报")
    await summer.expect("苏知微", "督查通报草稿（7月15日）", "未经签发不对外")
    name, content = await file_of(summer, "苏知微")
    assert name == f"{TITLE}督查通报（7月15日草稿）.docx"
    document = docx.Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0].startswith("（系统按台账生成的草稿")
    whole = "\n".join(texts)
    assert f"（{PAPER}）" in whole
    assert "3号“打通城区断头路”（市住建局）" in whole
    assert "打通断头路4条，为目标12条的33.3%（已对账）" in whole
    assert "1.1亿元" not in "".join(t for t in texts if not t.startswith("〔"))  # only the unit's own word so far
    assert re.search(r"3号：市住建局5月25日报“打通断头路4条.*已对账", whole)
    by_unit, behind = document.tables
    assert [cell.text for cell in by_unit.rows[0].cells][:3] == ["牵头单位", "任务数", "正常"]
    assert [row.cells[0].text for row in by_unit.rows][1:4] == ["市住建局", "市水利局", "市自规局"]
    assert by_unit.rows[-1].cells[1].text == "11"
    assert [cell.text for cell in behind.rows[0].cells][1:4] == ["编号", "任务", "牵头单位"]
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        xml = "".join(opened.read(each).decode() for each in opened.namelist() if each.endswith(".xml"))
    assert set(re.findall(r"<w:instrText[^>]*>([^<]*)<", xml)) == {"PAGE"}  # nothing else is alive in it
    assert "不宜公开" not in xml
    assert alive_in(content) == []

    status, sent, loaded = await summer.api("/papers/report")
    assert (status, sent[:41]) == (200, "attachment; filename*=UTF-8''%E9%9D%92%E5")
    assert docx.Document(io.BytesIO(loaded)).tables[0].rows[-1].cells[1].text == "11"
    done, told = await command(summer, "export-report", tmp_path / "通报.docx")
    assert (done, "已写入" in told) == (0, True), told


async def test_the_command_gives_the_whole_sheet_back_beside_a_running_bot(summer: Office, tmp_path: Path) -> None:
    done, said = await command(summer, "export-plan", tmp_path / "台账.xlsx")
    assert done == 0, said
    assert "已写入" in said
    content = (tmp_path / "台账.xlsx").read_bytes()
    sheets = await read_tables(content, "台账.xlsx")
    assert rows_by_number(sheets[0])["12"]["重点任务"] == SECRET.title
    again = read_plan(sheets, contacts=await people.directory(), today=(await summer.now()).date())
    kept = [line_from(task.line) for task in await TaskRow.all().order_by("row", "id")]
    assert alive_in(content) == []
    assert len(kept) == len(again.tasks) == 11
    assert diff_plans(kept, list(again.tasks)).is_empty
    assert not diff_plans(kept[1:], list(again.tasks)).is_empty  # a diff would be seen
    assert (again.title, again.doc_number) == (TITLE, PAPER)

    # a file that is there is not written over by mistake, and no other kind of file is made
    assert await command(summer, "export-plan", tmp_path / "台账.xlsx") == (2, _ANY)
    assert await command(summer, "export-plan", tmp_path / "台账.csv") == (2, _ANY)
    assert await command(summer, "export-plan", tmp_path / "二.xlsx", "--plan", "99") == (2, _ANY)
    assert [name for name in os.listdir(tmp_path) if "台账" in name or name.startswith("二")] == ["台账.xlsx"]


class _Anything:
    def __eq__(self, other: object) -> bool:
        return True


_ANY: Any = _Anything()


async def command(office: Office, *words: object) -> tuple[int, str]:
    environment = {**os.environ, "DATABASE_URL": office.database_url, "SANDBOX": "1"}
    ran = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *map(str, words), env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await ran.communicate()
    return ran.returncode or 0, said.decode()
