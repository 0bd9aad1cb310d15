"""Who is meant by a row of the contacts: the same person, a corrected name, or somebody who took over an office."""

import pytest

from models.rules.contact_matching import Known, match_people
from models.rules.contact_values import Account, Person

LAND = Known(1, "石守山", "11100000001", {"wecom": "shishoushan", "dingtalk": "d-shi"})
WATER = Known(2, "江河清", "11100000002", {"wecom": "jiangheqing"})
STRANGER = Known(3, "zhoumo", None, {"wecom": "zhoumo"}, is_stranger=True)
ADDED = Known(4, "wenshu", None, {"wecom": "wenshu"})
ALL = (LAND, WATER, STRANGER, ADDED)


def person(name: str, wecom: str | None = None, dingtalk: str | None = None, phone: str | None = None) -> Person:
    return Person(name, phone=phone, account=Account(wecom, dingtalk))


@pytest.mark.parametrize(
    ("row", "expected", "ids"),
    [
        (person("石守山", "shishoushan"), LAND, {"wecom": "shishoushan"}),
        (person("石守山"), LAND, {}),
        (person("石守山", "ShiShouShan2"), LAND, {"wecom": "shishoushan2"}),  # a corrected id
        (person("石守仙", "shishoushan", "d-shi"), LAND, {"wecom": "shishoushan", "dingtalk": "d-shi"}),  # a corrected name
        (person("石守山", phone="11100000099"), None, {}),  # a namesake
        (person("周末", "zhoumo"), STRANGER, {"wecom": "zhoumo"}),
        (person("闻述", "wenshu"), ADDED, {"wecom": "wenshu"}),
        (person("岳新", "yuexin"), None, {"wecom": "yuexin"}),
    ],
)  # fmt: skip
def test_a_row_means_somebody_known_or_somebody_new(row: Person, expected: Known | None, ids: dict[str, str]) -> None:
    found = match_people([row], ALL)
    assert found.matches[0].known is expected
    assert found.matches[0].ids == ids
    assert found.notes == []


def test_a_new_head_with_the_old_ones_second_id_is_no_new_name_for_the_old_one() -> None:
    found = match_people([person("岳新", "yuexin", "d-shi")], ALL)
    assert found.matches[0].known is None
    assert found.matches[0].ids == {"wecom": "yuexin"}
    assert "“d-shi”登记在石守山名下，没有转给岳新" in found.notes[0]


def test_an_id_that_came_with_the_office_is_handed_over_and_said() -> None:
    found = match_people([person("岳新", "shishoushan", "d-shi")], ALL)
    assert found.matches[0].known is None
    assert found.matches[0].ids == {"wecom": "shishoushan", "dingtalk": "d-shi"}
    assert [note for note in found.notes if "由石守山转到岳新名下" in note] == found.notes
    assert len(found.notes) == 2


def test_two_heads_whose_ids_were_swapped_get_their_own() -> None:
    found = match_people([person("石守山", "jiangheqing"), person("江河清", "shishoushan")], ALL)
    assert [(m.known, m.ids) for m in found.matches] == [
        (LAND, {"wecom": "jiangheqing"}),
        (WATER, {"wecom": "shishoushan"}),
    ]
    assert found.notes == []


def test_an_id_written_to_two_names_is_nobodys_by_this_sheet() -> None:
    found = match_people([person("石守山", "jiangheqing"), person("江河清", "jiangheqing")], ALL)
    assert [(m.known, m.ids) for m in found.matches] == [(LAND, {}), (WATER, {})]


def test_rows_of_one_person_are_one() -> None:
    found = match_people([person("李冰", "libing"), person("李冰"), person("李冰", None, "d-li")], ())
    assert found.matches[0] is found.matches[1] is found.matches[2]
    assert found.matches[0].ids == {"wecom": "libing", "dingtalk": "d-li"}


def test_namesakes_with_ids_of_their_own_are_two_and_said() -> None:
    found = match_people([person("张伟", "zhangwei1"), person("张伟", "zhangwei2")], ())
    assert [m.ids for m in found.matches] == [{"wecom": "zhangwei1"}, {"wecom": "zhangwei2"}]
    assert "两位张伟" in found.notes[0]


def test_one_person_with_two_ids_keeps_the_first_and_it_is_said() -> None:
    rows = [person("李冰", "libing", phone="11100000005"), person("李冰", "libing2", phone="11100000005")]
    found = match_people(rows, ())
    assert found.matches[0] is found.matches[1]
    assert found.matches[0].ids == {"wecom": "libing"}
    assert "用前一个" in found.notes[0]
