"""The cell of a deadline, as offices fill it."""

import pytest

from models.rules.plan.deadlines import read_due

DUES = """
全年|2026-12-31|year
年内|2026-12-31|year
2026年|2026-12-31|year
2026年度|2026-12-31|year
贯穿全年|2026-12-31|year
2026年12月底前|2026-12-31|date
12月|2026-12-31|date
十二月底前|2026-12-31|date
２０２６年６月底|2026-06-30|date
2026 年 11 月底前|2026-11-30|date
二〇二六年十二月底前|2026-12-31|date
二○二六年六月|2026-06-30|date
26年12月底|2026-12-31|date
2027年5月底前|2027-05-31|date
明年6月底|2027-06-30|date
6月前|2026-05-31|date
9月上旬|2026-09-10|date
10月中旬前|2026-10-20|date
9月下旬|2026-09-30|date
7月1日前|2026-07-01|date
2026-12-31|2026-12-31|date
2026/12/31 00:00|2026-12-31|date
2026.6.30|2026-06-30|date
2026.12|2026-12-31|date
20261231|2026-12-31|date
202609|2026-09-30|date
46387|2026-12-31|date
12.31|2026-12-31|date
6.3|2026-06-30|date
6/30前|2026-06-30|date
第三季度|2026-09-30|date
3季度|2026-09-30|date
Q2|2026-06-30|date
上半年|2026-06-30|date
下半年|2026-12-31|date
年底前|2026-12-31|date
国庆节前|2026-09-30|date
春节前|2026-02-16|date
秋季开学前|2026-08-31|date
汛前（6月底）|2026-06-30|date
11月底前（含验收）|2026-11-30|date
6月底前（力争5月底）|2026-06-30|date
3—10月|2026-10-31|date
2026年1月-12月|2026-12-31|date
2025-2027年|2027-12-31|date
3月底前完成招标；12月底竣工|2026-12-31|date
12月底前，长期坚持|2026-12-31|date
长期坚持|-|ongoing
常态化推进|-|ongoing
持续推进|-|ongoing
每季度末|-|ongoing
每月25日前|-|ongoing
按省下达时限|-|vague
主汛期前|-|vague
待定|-|vague
尽快|-|vague
按合同工期|-|vague
供暖季前|-|vague
6月31日前|-|bad
2月30日|-|bad
2026年13月底前|-|bad
2026年2月29日|-|bad
第五季度|-|bad
13.31|-|bad
|-|missing
/|-|missing
——|-|missing
无|-|missing
"""


@pytest.mark.parametrize("line", DUES.strip().splitlines())
def test_a_deadline_is_read_as_it_is_meant(line: str) -> None:
    cell, on, kind = line.split("|")
    due = read_due(cell, year=2026)
    assert (due.on.isoformat() if due.on else "-", due.kind.value) == (on, kind)
    assert due.raw == (cell or None)


@pytest.mark.parametrize(
    ("cell", "on"),
    [
        ("2026.03-2026.10", "2026-10-31"),
        ("2026年3月—2027年6月", "2027-06-30"),
        ("2026/3/1-2026/9/30", "2026-09-30"),
        ("即日起至12月底", "2026-12-31"),
        ("Ⅱ季度", "2026-06-30"),
        ("二季度前", "2026-03-31"),
        ("12月31日前（其中方案6月底前）", "2026-12-31"),
        ("6月底前50%，12月底前100%", "2026-12-31"),
        ("不晚于9月底", "2026-09-30"),
        ("中秋、国庆前", "2026-09-30"),
        ("一季度取得许可、三季度完成地下室、四季度封顶", "2026-12-31"),
    ],
)
def test_spans_and_several_dates_end_on_the_last(cell: str, on: str) -> None:
    due = read_due(cell, year=2026)
    assert due.on is not None
    assert due.on.isoformat() == on
