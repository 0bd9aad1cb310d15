"""The Chinese words for what the API names by identifiers."""

from models.rules.states import State

INTERNAL = "内部事项"
OFFICE = "督查室"
STATES = {**{state.value: state.label for state in State}, "live": "已入库", "gone": "已移出方案"}


def state(identifier: str) -> str:
    return STATES.get(identifier, identifier)
