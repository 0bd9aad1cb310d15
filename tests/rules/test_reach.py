"""Whether a reply covers a step of the plan, by its figures or in its words."""

from datetime import date

import pytest

from models.rules.reach import reaches, told

TODAY = date(2026, 5, 25)


@pytest.mark.parametrize(
    ("step", "text", "done"),
    [
        ("全部开工", "43号46个小区全部开工，完工9个", True),
        ("全部开工", "46个小区已开工6个，5月底前全部开工", False),
        ("全部开工", "5月25日全部开工", True),
        ("全部开工", "还没全部开工", False),
        ("开工", "供水工程已开工，管网41公里", True),
        ("开工", "已开工6所", False),
        ("开工", "5月26日正式开工", False),
        ("完成招标", "17号招标完成，中标单位已签合同", True),
        ("完成招标", "8月底前完成招标，目前完成6个标段", False),
        ("主体封顶", "主体封顶了", True),
        ("主体封顶", "主体封顶有困难", False),
        ("完成设备安装", "设备安装完成80%", False),
        ("完成设备安装", "设备安装完成", True),
        ("打通断头路4条", "打通断头路4条", False),  # its figures decide
        ("通水试运行", "", False),
    ],
)
def test_a_step_is_told_in_its_own_words(step: str, text: str, done: bool) -> None:
    assert told(step, text, TODAY) is done


def test_a_step_with_figures_is_reached_by_figures_of_the_same_thing() -> None:
    figures = [{"name": "打通断头路", "value": 5, "unit": "条"}]
    assert reaches("打通断头路4条", figures)
    assert not reaches("打通断头路9条", figures)
    assert not reaches("改造管网4条", figures)


def test_a_step_that_counts_people_is_reached_in_whatever_word() -> None:
    assert reaches("培训技能人才1000人", [{"name": "培训技能人才", "value": 1200, "unit": "名"}])
    assert not reaches("培训技能人才1000人", [{"name": "培训技能人才", "value": 1200, "unit": "人次"}])
