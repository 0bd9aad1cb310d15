"""Every identifier of the glossary exists in the code, and every line has its three columns."""

import re
from importlib import import_module
from typing import Any

import pytest

import models

LINES = [line for line in (models.__doc__ or "").splitlines() if line.startswith("    ")]
ENTRIES = [tuple(re.split(r"\s{2,}", line.strip(), maxsplit=2)) for line in LINES]


def resolve(identifier: str) -> Any:
    """A module of models, or what stands in one; fields of tables and dataclasses count."""
    parts = identifier.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = import_module(".".join(["models", *parts[:length]]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            found = _member(found, name)
        return found
    raise AttributeError(identifier)


def _member(owner: Any, name: str) -> Any:
    if hasattr(owner, name):
        return getattr(owner, name)
    fields = {**getattr(getattr(owner, "_meta", None), "fields_map", {}), **getattr(owner, "__dataclass_fields__", {})}
    if name not in fields:
        raise AttributeError(f"{owner} has no {name}")
    return fields[name]


@pytest.mark.parametrize("identifier", [entry[1] for entry in ENTRIES])
def test_the_identifier_exists(identifier: str) -> None:
    assert resolve(identifier) is not None


def test_every_entry_has_a_word_an_identifier_and_a_meaning() -> None:
    assert [entry for entry in ENTRIES if len(entry) != 3] == []
    assert len(ENTRIES) > 60


def test_a_word_stands_for_one_thing() -> None:
    words = [entry[0] for entry in ENTRIES]
    identifiers = [entry[1] for entry in ENTRIES]
    assert len(set(words)) == len(words)
    assert len(set(identifiers)) == len(identifiers)


def test_an_identifier_that_is_gone_would_be_noticed() -> None:
    with pytest.raises(AttributeError):
        resolve("tasks.Task.colour")
