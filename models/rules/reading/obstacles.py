"""What stands in the way: obstacles that have a cause, one phrase each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.rules.reading.grounds import Ground, Rule
from models.rules.reading.hindrance import (
    cannot,
    is_bare,
    is_hindered,
    is_none,
    is_only_supposed,
    is_refused,
    without_names,
)
from models.rules.reading.obstacle_words import ObstacleWords
from models.rules.reading.statement import Statement
from models.rules.reading.values import Obstacle

_UNNAMED = frozenset(["other"])  # it does not go, and nothing says whose matter that is
_ONE_STORY = frozenset(["design", "weather", "bidding", "supply", "land", "people"])
_ANOTHER_TOO = re.compile("^(?!都|我|[这那它])[一-鿿]{2,6}(?<![了谁么哪再来去])也(?![许就])")  # 收储点也没地方
_UNREADY = re.compile("[还仍正](?:没|未|在|不)|(?<![一-鿿]人)才[一-鿿]|刚(?!好|才)|没(?!问题)|未|等(?!领导)")
_ASKED = re.compile("申请|请求|延|推迟|宽限|顺延|批准|为盼|能不能|能否|可否|行不行")
_ANOTHER = re.compile("^[一-鿿]{0,6}?(?:又|也|另|还有|再加上|加上)")
_THEREFORE = re.compile("导致|致使|造成|结果(?!没|未|还)|弄得|搞得|害得|使得?")
_SO_MANY = re.compile(
    "(?:有|约|大概|现在|目前)*[\\d零一二两三四五六七八九十百千几]+[多余来]?[个户家处座所台套条人名站点][一-鿿]"
)
MOST_CLAUSES = 100


@dataclass
class _Found:
    first: int  # clause numbers
    last: int
    until: int  # the last clause that belongs to its phrase
    topics: frozenset[str]
    rule: Rule


def read_blockers(st: Statement) -> tuple[Obstacle, ...]:
    """Obstacles in order; consequences and mere states (慢, 没开工, 还差N) are none."""
    found: list[_Found] = []
    words = st.lexicon.obstacles
    for n, clause in enumerate(st.clauses[:MOST_CLAUSES]):
        topics = _obstacle_topics(st, clause.text)
        if found and n - found[-1].last == 1 and words.overcome.search(clause.text):
            found.pop()
        elif found and n - found[-1].last <= 2 and _goes_on(st, topics, found[-1], n):
            _extend(words, found[-1], n, clause.text, topics)
        elif begun := _begun(st, n, topics, found):
            found.append(begun)
    return tuple(_phrase(st, each) for each in found)


def read_reason(st: Statement) -> tuple[Obstacle, ...]:
    """申请延到月底，雕塑还在运: beside a request for time, what is not ready is its reason."""
    words = st.lexicon.obstacles
    for n, clause in enumerate(st.clauses[:MOST_CLAUSES]):
        text = words.state.sub("", clause.text)
        if _UNREADY.search(text) and not (
            words.request.match(text) or words.hopeful.search(text) or _ASKED.search(text)
        ):
            return (_phrase(st, _Found(n, n, n, _UNNAMED, Rule.WANTING)),)
    return ()


def _extend(words: ObstacleWords, known: _Found, n: int, text: str, topics: frozenset[str]) -> None:
    """What tells more of the same obstacle belongs to its phrase; a mere consequence does not."""
    tells_more = topics & known.topics or topics == _UNNAMED or words.awaited.match(text)
    damaged = "weather" in known.topics and words.damage.search(text)
    if (tells_more or damaged or _follows(text, topics)) and n == known.last + 1:
        known.until = n
    known.last, known.topics = n, known.topics | topics


def _begun(st: Statement, n: int, topics: frozenset[str], known: list[_Found]) -> _Found | None:
    """A new obstacle; one that lacks its subject or its cause begins a clause earlier."""
    words = st.lexicon.obstacles
    text, before = st.clauses[n].text, st.clauses[n - 1].text if n else ""
    if topics:
        rule = Rule.SPEAKS_FOR_ITSELF if words.alone.search(text) else Rule.WANTING
        return _Found(n - 1 if n and _lacks_subject(words, text, before) else n, n, n, topics, rule)
    if known and known[-1].last == n - 1:
        return None  # its cause is told already
    if words.cost_time.match(text) and (cause := _topics(words, before)):
        return _Found(n - 1, n, n, cause, Rule.COST_TIME)
    return None


def _lacks_subject(words: ObstacleWords, text: str, before: str) -> bool:
    """有些在观望 says who only together with the clause before."""
    return (bool(words.some.match(text)) and not re.search(r"\d", before)) or is_bare(text)


def _topics(words: ObstacleWords, text: str) -> frozenset[str]:
    return frozenset(str(match.lastgroup) for match in words.topic.finditer(text))


def _obstacle_topics(st: Statement, text: str) -> frozenset[str]:
    words, text = st.lexicon.obstacles, without_names(text)
    alone = bool(words.alone.search(text)) or is_hindered(text, st.task)
    if not (alone or (words.negative.search(text) and words.negative.search(words.state.sub("", text)))):
        return frozenset()
    if words.request.match(text) or words.hopeful.search(text):
        return frozenset()
    if words.waiting_only.match(text) or is_only_supposed(text) or is_none(text):
        return frozenset()
    return _topics(words, text) or (_UNNAMED if alone else frozenset())


def _goes_on(st: Statement, topics: frozenset[str], known: _Found, n: int) -> bool:
    """Whether the clause goes on about the obstacle before it."""
    words, text = st.lexicon.obstacles, st.clauses[n].text
    if words.consequence.match(text) or words.follow_up.search(text) or words.awaited.match(text):
        return True
    if "weather" in known.topics and words.damage.search(text):
        return True
    if n == known.last + 1 and _follows(text, topics):
        return True
    if n != known.last + 1 or not topics or ("people" not in known.topics and _ANOTHER_TOO.match(text)):
        return False
    if st.clauses[n - 1].text.endswith(text[:2]) or words.feeling.match(text):
        return True  # 要等判决，判决没下来
    unpaid = "money" in known.topics and is_refused(text)
    is_same_thing = "people" in known.topics or not _ANOTHER.search(text)
    is_one = is_same_thing and (topics == _UNNAMED or (known.topics == _UNNAMED and _is_joined(st, n)))
    return is_one or unpaid or bool(topics & known.topics & _ONE_STORY or "weather" in known.topics)


def _follows(text: str, topics: frozenset[str]) -> bool:
    """21个站点数据传不回来, 导致5个点没法用: how many do not work because of it."""
    if not topics:
        return False
    return bool(_THEREFORE.match(text)) or (
        bool(_SO_MANY.match(text)) and cannot(text) and not topics & {"money", "land", "clearance", "people", "papers"}
    )


def _is_joined(st: Statement, n: int) -> bool:
    """医院屋顶承重不够，设计院复核没过: one thing that is known by the other."""
    return st.text[st.clauses[n - 1].end] in ",，"


def _phrase(st: Statement, found: _Found) -> Obstacle:
    words = st.lexicon.obstacles
    first = st.clauses[found.first]
    start, end = first.start, st.clauses[found.until].end
    if wrap := words.wrap.match(first.text):
        start += wrap.end() if wrap.end() < len(first.text) - 1 else 0
    if ask := words.asking.search(st.text, start + 2, end):
        end = ask.start()
    tail = words.tail.search(st.text[start:end])
    said = st.span(start, start + tail.start() if tail and tail.start() > 1 else end)
    return Obstacle(said.start, said.end, said.text, Ground(found.rule))
