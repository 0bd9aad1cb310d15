"""Every office draws up its plan differently; each is read as it is meant."""

from pathlib import Path

import pytest
from plan_offices import OFFICES
from plan_truth import read_bytes, score


@pytest.mark.parametrize("office", OFFICES)
def test_the_sheet_of_an_office_is_read_as_it_is_meant(office: str, tmp_path: Path) -> None:
    data, truth = OFFICES[office]()
    overall, words = score(read_bytes(data), truth, tmp_path)
    assert overall >= 0.95, words
