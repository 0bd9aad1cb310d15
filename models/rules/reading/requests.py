"""Whom a reply asks to act, and for what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from models.rules.reading.grounds import Ground, Rule
from models.rules.reading.request_words import BETWEEN, END, JOIN, SPEAKS, RequestWords
from models.rules.reading.statement import Clause, Statement
from models.rules.reading.values import Need, Span

_NOT_ASKED = re.compile("(?:不|无须?|没有?(?:什么|啥|任何)?)$")  # 不需要协调
_ADVERBS = re.compile("^(?:同步|尽快|抓紧|及时|一并|同时|也|再|先)+")


def read_needs(st: Statement, blockers: Sequence[Span], bodies: Sequence[str] = ()) -> tuple[Need, ...]:
    """One entry for each body asked; a request that names nobody has the unit None."""
    needs: list[Need] = []
    body = _body_pattern(st.lexicon.requests.bodies, tuple(bodies))
    for n, clause in enumerate(st.clauses):
        asked = _of_clause(st, clause, body, n)
        needs += asked or (_also_asked(st, clause, body) if needs and needs[-1].span.end == _end_before(st, n) else [])
    told = (replace(need, what=_with_subject(st, need, blockers)) for need in needs)
    return tuple({(need.unit, need.what): need for need in told}.values())


def _with_subject(st: Statement, need: Need, blockers: Sequence[Span]) -> str:
    """支持下 says what for only together with the obstacle told before it."""
    before = [span for span in blockers if span.start < need.span.start]
    if not before or not st.lexicon.requests.bare_action.match(need.what):
        return need.what
    about = st.text[before[-1].start - st.offset : need.span.start - st.offset].strip(" ,，。;；")
    return f"{need.what}（{about[:40]}）"


@lru_cache(maxsize=16)
def _body_pattern(known: str, bodies: tuple[str, ...]) -> re.Pattern[str]:
    """The bodies of the lexicon, and before them the units of the city."""
    own = "|".join(re.escape(name) for name in sorted(bodies, key=len, reverse=True))
    return re.compile(f"(?:{own}|{known})" if own else known)


def _of_clause(st: Statement, clause: Clause, body: re.Pattern[str], n: int) -> list[Need]:
    words = st.lexicon.requests
    ask = words.ask.search(clause.text)
    if ask is None or words.not_a_request.search(clause.text) or _NOT_ASKED.search(clause.text[: ask.start()]):
        return []
    names, after = _named_from(clause.text, ask.end(), body)
    if not names and ask["can"]:
        names = _named_before(clause.text, ask.start(), body)
    what = END.sub("", clause.text[after:]).strip()
    if not (words.action.search(what) or (names and len(what) >= 2)) or words.report.search(what):
        return []
    span = st.span(clause.start + ask.start(), clause.end)
    if names:
        return [Need(unit, what, span, Ground(Rule.COULD if ask["can"] else Rule.PLEASE)) for unit in names]
    about = _body_before(st, n, body)
    return [Need(about, what, span, Ground(Rule.ASKS_ABOUT if about else Rule.ASKS_NOBODY))]


def _end_before(st: Statement, n: int) -> int:
    return st.offset + st.clauses[n - 1].end


def _also_asked(st: Statement, clause: Clause, body: re.Pattern[str]) -> list[Need]:
    """请财政拨付尾款，住建局出具意见: the second body needs no second 请."""
    named = body.match(clause.text)
    what = END.sub("", clause.text[named.end() :]).strip() if named else ""
    what = _ADVERBS.sub("", what)
    if not named or not st.lexicon.requests.action.match(what):
        return []
    return [Need(named.group(), what, st.span(clause.start, clause.end), Ground(Rule.ASKED_TOO))]


def _named_from(text: str, position: int, body: re.Pattern[str]) -> tuple[list[str | None], int]:
    """The bodies that follow the asking word, joined by 、 or 和, and where their list ends."""
    names: list[str | None] = []
    found = body.match(text, position) or body.match(text, position + 1)
    while found and len(names) < 5:
        if names and BETWEEN.search(text[: found.start()]) and SPEAKS.match(text, found.end()):
            break  # 请甲局跟省厅对接: the second is whom it speaks to
        names.append(found.group())
        position = found.end()
        found = body.match(text, JOIN.match(text, position).end())  # type: ignore[union-attr]
    return names, position


def _named_before(text: str, position: int, body: re.Pattern[str]) -> list[str | None]:
    return [found.group() for found in body.finditer(text, max(0, position - 30), position)]


def _body_before(st: Statement, n: int, body: re.Pattern[str]) -> str | None:
    """麻烦帮催一下 is addressed to nobody, and is about the body of the clause before."""
    if n == 0:
        return None
    found = list(body.finditer(st.clauses[n - 1].text))
    return _own_name(st.lexicon.requests, found[0].group()) if found else None


def _own_name(words: RequestWords, found: str) -> str:
    """补录名额人社局 is 人社局: what stands before a known name is no part of it, unless it is a place."""
    known = words.known.search(found)
    return found[known.start() :] if known else found
