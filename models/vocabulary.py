"""The words this city's replies are read by: the shipped lexicon, or that with the city's own; set once, at the start."""

from models.rules.reading.lexicon import Lexicon, shipped

_of_city: list[Lexicon] = []


def use(lexicon: Lexicon | None) -> None:
    """None is the shipped one."""
    _of_city[:] = [lexicon or shipped()]


def current() -> Lexicon:
    return _of_city[0] if _of_city else shipped()
