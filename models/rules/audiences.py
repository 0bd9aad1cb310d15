"""Whom a rung reaches in one case, and why it reaches nobody."""

from collections.abc import Sequence

from models.rules.obligations import Audience, Case, Kind, Rung, Side, UnitKind

OF_THE_UNIT = frozenset({Audience.HOLDER, Audience.DEPUTY, Audience.LIAISON})
VIA = {UnitKind.PARTY: Audience.PARTY_OFFICE, UnitKind.CITY_LEADER: Audience.AIDE}


def targets_of(who: Sequence[Audience], case: Case) -> tuple[Audience, ...]:
    return tuple(audience for audience in who if _is_reached(audience, case))


def reminded(who: Sequence[Audience], case: Case) -> tuple[Audience, ...]:
    """Whom every word after the first reaches: a party organ by way of 市委督查室, a city leader by his secretary.

    In an emergency nobody goes round.
    """
    via = VIA.get(case.unit_kind)
    if via is None or case.holder is not Side.UNIT or case.is_wall_clock:
        return targets_of(who, case)
    return tuple(dict.fromkeys(via if audience in OF_THE_UNIT else audience for audience in who))


def united(*groups: tuple[Audience, ...]) -> tuple[Audience, ...]:
    return tuple(dict.fromkeys(audience for group in groups for audience in group))


def why_skipped(rung: Rung, case: Case) -> str:
    """In Chinese, for the record and for whoever asks."""
    if rung is Rung.R0:
        return "开始时已随上一条消息告知"
    if rung is Rung.R1:
        return _why_no_liaison(case)
    if rung is Rung.R2:
        return "消息没有送到本人，由督查室电话告知"
    if case.kind is Kind.ARBITRATION:
        return "没有登记副秘书长"
    return "承办的就是督查室" if case.holder is Side.OFFICE else "承办的就是领导本人"


def _why_no_liaison(case: Case) -> str:
    if case.holder in (Side.OFFICE, Side.LEADER):
        return "承办方不设联络员"
    return "承办人就是联络员本人" if case.holder_is_liaison else "没有登记联络员"


def _is_reached(audience: Audience, case: Case) -> bool:
    match audience:
        case Audience.HOLDER:
            return case.kind is not Kind.DELIVERY
        case Audience.LIAISON:
            is_apart = case.has_liaison and not case.holder_is_liaison
            return is_apart and case.holder in (Side.UNIT, Side.SYSTEM)
        case Audience.DEPUTY:
            return case.has_deputy
        case Audience.OFFICE:
            return case.holder is not Side.OFFICE
        case Audience.LEADER:
            return case.holder is not Side.LEADER
        case Audience.SECRETARY:
            return case.has_secretary
        case Audience.AIDE | Audience.PARTY_OFFICE:
            return True


def is_proxied(kind: Kind, rung: Rung | None) -> bool:
    """Progress is asked of whoever may answer for the head (授权代回); once its clock has run out, of the head."""
    return kind is Kind.PROGRESS and (rung is None or rung < Rung.R2)
