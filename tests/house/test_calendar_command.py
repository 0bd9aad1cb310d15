"""`mashang calendar` and `mashang rules`: previewed, imported, set; what is wrong changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document

from bot.commands import dispatch

ROWS = [
    ("2027-01-01", "放假", "元旦"), ("2027-02-05", "放假", "春节"), ("2027-02-06", "放假", "春节"), ("2027-02-13", "上班", "春节"),
    ("2027-04-05", "放假", "清明节"), ("2027-05-03", "放假", "劳动节"), ("2027-06-09", "放假", "端午节"), ("2027-09-15", "放假", "中秋节"),
    ("2027-10-01", "放假", "国庆节"),
]  # fmt: skip
SENTENCES = (
    "关于2027年部分节假日安排的通知", "元旦：1月1日放假1天。", "春节：2月5日至6日放假2天。2月13日（周六）上班。", "清明节：4月5日放假1天。",
    "劳动节：5月3日放假1天。", "端午节：6月9日放假1天。", "中秋节：9月15日放假1天。", "国庆节：10月1日放假1天。",
)  # fmt: skip
Mashang = Callable[..., tuple[int, str, str]]


@pytest.fixture
def mashang(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Mashang:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("MASHANG_ENV_FILE", "/dev/null")

    def run(*words: str | Path) -> tuple[int, str, str]:
        code = dispatch([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def written(folder: Path, form: str) -> Path:
    path = folder / f"notice.{form}"
    if form == "docx":
        document = Document()
        for line in SENTENCES:
            document.add_paragraph(line)
        document.save(str(path))
    elif form == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([("日期", "安排", "节日"), *ROWS]):
                sheet.write_row(number, 0, row)
    elif form == "csv":
        path.write_bytes("\n".join(",".join(row) for row in ROWS).encode("gb18030"))
    else:
        path.write_text("\n".join(SENTENCES), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv", "txt"])
def test_a_notice_is_imported_from_every_form(mashang: Mashang, tmp_path: Path, form: str) -> None:
    path = written(tmp_path, form)
    assert "2027年（暂定" in mashang("calendar", "show", "2027")[1]
    code, said, _ = mashang("calendar", "import", path, "--dry-run")
    assert code == 0
    assert "没有导入" in said
    assert "2月13日" in said
    assert "日历第1版" in mashang("calendar", "import", path)[1]
    assert "周末上班1天：2月13日" in mashang("calendar", "show", "2027")[1]
    assert "日历第" not in mashang("calendar", "import", path)[1]  # the same again changes nothing


def test_another_notice_of_the_same_year_wants_to_be_confirmed(mashang: Mashang, tmp_path: Path) -> None:
    mashang("calendar", "import", written(tmp_path, "txt"))
    other = tmp_path / "other.txt"
    other.write_text("\n".join(SENTENCES).replace("2月13日（周六）", "2月20日（周六）"), encoding="utf-8")
    assert "--confirm" in mashang("calendar", "import", other)[1]
    assert "上班1天：2月13日" in mashang("calendar", "show", "2027")[1]
    assert "日历第2版" in mashang("calendar", "import", other, "--confirm")[1]
    assert "上班1天：2月20日" in mashang("calendar", "show", "2027")[1]


def test_the_citys_own_day_outlives_the_notice_until_it_is_usual_again(mashang: Mashang, tmp_path: Path) -> None:
    mashang("calendar", "set", "2027-02-06", "work", "--note", "防汛")
    mashang("calendar", "import", written(tmp_path, "txt"))
    assert "上班2天：2月6日、2月13日" in mashang("calendar", "show", "2027")[1]
    mashang("calendar", "set", "2027-02-06", "usual")
    assert "上班1天：2月13日" in mashang("calendar", "show", "2027")[1]


def test_what_is_wrong_changes_nothing_and_says_what(mashang: Mashang, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("\n".join(SENTENCES).replace("放假2天", "放假3天").replace("端午节", "某某"), encoding="utf-8")
    code, _, error = mashang("calendar", "import", bad)
    assert (code, error.count("\n")) == (2, 1)
    assert "数出来是2天，写的是3天" in error
    assert "没读出端午节" in error
    assert mashang("calendar", "import", tmp_path / "none.txt")[0] == 2
    assert "暂定" in mashang("calendar", "show", "2027")[1]


def test_rules_are_shown_checked_and_set_as_the_next_version(mashang: Mashang, tmp_path: Path) -> None:
    shown = mashang("rules", "show")[1]
    mine = tmp_path / "rules.toml"
    mine.write_text(shown.replace("gap_minutes = 90", "gap_minutes = 120"), encoding="utf-8")
    assert "相差1行" in mashang("rules", "check", mine)[1]
    assert "version = 1" in mashang("rules", "show")[1]
    assert "规则第2版已生效" in mashang("rules", "set", mine)[1]
    now = mashang("rules", "show")[1]
    assert "version = 2\n" in now
    assert "gap_minutes = 120" in now
    assert mashang("rules", "show", "--version", "1")[1] == shown
    assert "没有改动" in mashang("rules", "set", mine)[1]
    mine.write_text(shown.replace("gap_minutes = 90", 'gap_minutes = "much"'), encoding="utf-8")
    code, _, error = mashang("rules", "set", mine)
    assert code == 2
    assert "delivery.gap_minutes：应为数字" in error
    assert "version = 2\n" in mashang("rules", "show")[1]


def test_seasonal_hours_become_part_of_the_rules(mashang: Mashang, tmp_path: Path) -> None:
    hours = tmp_path / "hours.txt"
    hours.write_text("夏季作息时间（5月1日至9月30日）：上午8:00—12:00，下午15:00—18:00", encoding="utf-8")
    assert "5月1日起08:00—12:00、15:00—18:00" in mashang("calendar", "import", hours, "--local")[1]
    shown = mashang("rules", "show")[1]
    assert shown.count("[[hours]]") == 2
    assert 'windows = ["08:00-12:00", "15:00-18:00"]' in shown
