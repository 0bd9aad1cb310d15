"""Every office draws up its plan differently; each is read as it is meant."""

from pathlib import Path

import pytest
from plan_offices import DATA, OFFICES, file_of, office, read_bytes, score, score_with, truth_of

from bot.documents.reader import read_tables_now
from models.rules.contacts import read_contacts


@pytest.mark.parametrize("name", OFFICES)
def test_the_sheet_of_an_office_is_read_as_it_is_meant(name: str, tmp_path: Path) -> None:
    described = office(name)
    overall, words = score(read_bytes(file_of(described)), truth_of(described), tmp_path)
    assert overall >= 0.97, words


def test_the_plan_of_a_city_with_its_contacts(tmp_path: Path) -> None:
    contacts = read_contacts(read_tables_now((DATA / "units_2026.xlsx").read_bytes(), "通讯录.xlsx"))
    reading = read_bytes((DATA / "plan_2026.xlsx").read_bytes(), contacts=contacts)
    overall, words = score_with(reading, DATA / "plan_2026.expected.json", tmp_path)
    assert overall >= 0.99, words


def test_the_plan_of_a_county(tmp_path: Path) -> None:
    reading = read_bytes((DATA / "plan_county_2026.xlsx").read_bytes())
    overall, words = score_with(reading, DATA / "plan_county_2026.expected.json", tmp_path)
    assert overall >= 0.99, words


def test_contacts_name_the_lead_units_in_full() -> None:
    import json

    contacts = read_contacts(read_tables_now((DATA / "units_2026.xlsx").read_bytes(), "通讯录.xlsx"))
    reading = read_bytes((DATA / "plan_2026.xlsx").read_bytes(), contacts=contacts)
    truth = json.loads((DATA / "plan_2026.expected.json").read_text("utf-8"))["tasks"]
    resolved = [list(line.lead_units_resolved or ()) for line in reading.tasks]
    assert resolved == [task["lead_units_resolved"] for task in truth]
