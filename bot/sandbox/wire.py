"""Readers for JSON that came over the wire, so that nothing untyped travels further."""

from collections.abc import Mapping

Json = dict[str, object]


def text_of(body: Mapping[str, object], key: str) -> str:
    """The string under `key`, or an empty one: the platform takes missing and wrong alike."""
    value = body.get(key)
    return value if isinstance(value, str) else ""


def number_of(body: Mapping[str, object], key: str) -> int | None:
    value = body.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def object_of(body: Mapping[str, object], key: str) -> Json:
    value = body.get(key)
    return value if isinstance(value, dict) else {}


def objects_of(body: Mapping[str, object], key: str) -> list[Json]:
    value = body.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def strings_of(body: Mapping[str, object], key: str) -> list[str]:
    value = body.get(key)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
