"""Who is asked where a head lets a colleague answer for him."""

import pytest

from models.rules.audiences import is_proxied
from models.rules.obligations import Kind, Rung

ASKED = [
    (Kind.PROGRESS, None, True),
    (Kind.PROGRESS, Rung.R0, True),
    (Kind.PROGRESS, Rung.R1, True),
    (Kind.PROGRESS, Rung.R2, False),
    (Kind.PROGRESS, Rung.R4, False),
    (Kind.ACCEPTANCE, Rung.R0, False),
    (Kind.DUE, Rung.R1, False),
    (Kind.COMPLETION, Rung.R0, False),
]


@pytest.mark.parametrize(("kind", "rung", "colleague"), ASKED)
def test_progress_is_the_colleagues_until_its_clock_runs_out(kind: Kind, rung: Rung | None, colleague: bool) -> None:
    assert is_proxied(kind, rung) is colleague
