"""Whose word it was, in a bracket."""


def for_him(said: str, head: str) -> str:
    return f"{said}代{head}"


def confirmed(prepared: str, head: str) -> str:
    return f"{prepared}备、{head}确认"


def by_phone(officer: str) -> str:
    return f"{officer}电话登记"


def spoken() -> str:
    return "语音"
