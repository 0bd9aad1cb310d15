"""What is asked after a second look: short, in the official's own words, and never more than one thing."""

from typing import Any

import pytest

from models.wording import second_reading as words


def one(field: str, data: Any, text: str = "", before: Any = None) -> dict[str, Any]:
    return {"field": field, "data": data, "text": text, "before": before, "start": 0, "end": len(text)}


FIVE, THREE = ({"name": "打通断头路", "value": value, "unit": "条"} for value in (5, 3))
ASKED = [
    (one("indicators", FIVE, "五条"), "您说的“五条”，是打通断头路到目前的累计数吗？", "是，补上", "打通断头路5条"),
    (one("indicators", FIVE, "五条", THREE), "打通断头路刚才记的是3条，您说的是不是5条？", "是，改过来", "打通断头路5条"),
    (one("percent", 60, "六成"), "您说的“六成”，是整项完成60%吗？", "是，补上", "完成60%"),
    (one("percent", 60, "六成", 40), "进度刚才记的是40%，您说的是不是60%？", "是，改过来", "完成60%"),
    (one("next_date", "2026-06-30", "6月底"), "您说的“6月底”，是下一步定在周二（6月30日）吗？", "是，补上", "下一步周二（6月30日）"),
    (one("next_date", "2026-06-30", "6月底", "2026-07-30"), "下一步刚才记的是周四（7月30日），您定的是不是周二（6月30日）？", "是，改过来", "下一步周二（6月30日）"),
    (one("needs", {"unit": "财政局", "what": "先拨一半"}, "先拨一半"), "您提到“先拨一半”，是要请财政局办吗？", "是，补上", "需财政局先拨一半"),
    (one("needs", {"unit": None, "what": "帮催一下"}, "帮催一下"), "您提到“帮催一下”，是要请别的单位办吗？", "是，补上", "需帮催一下"),
    (one("blockers", "用地指标", "用地指标"), "您提到“用地指标”，是眼下的困难吗？", "是，补上", "困难：用地指标"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "question", "yes", "said"), ASKED)
def test_each_difference_has_its_question_and_its_words_on_record(
    asked: dict[str, Any], question: str, yes: str, said: str
) -> None:
    card = words.card("c1", "46号", [asked])
    assert card.title == "46号 再核一句"
    assert card.body.splitlines()[0] == question
    assert "不答也可以" in card.body.splitlines()[1]
    assert card.buttons[0].text == yes
    assert words.as_said(asked) == said
    assert all(len(button.text) <= 10 for button in card.buttons)


@pytest.mark.parametrize(
    ("data", "question", "yes"),
    [
        ("completed", "您是说这项已经办完、可以报结吗？", "是，报结"),
        ("extension_request", "您是想申请延期吗？", "是，申请延期"),
    ],
)
def test_official_acts_are_asked_by_their_name(data: str, question: str, yes: str) -> None:
    card = words.card("c1", "46号", [one("intent", data, "", "progress")])
    assert card.body.splitlines() == [question, "不答也可以，按刚才记下的算。"]
    assert [button.text for button in card.buttons] == [yes, "不是"]
