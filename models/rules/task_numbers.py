"""An official's own task numbers as he types them, written out as the program reads them: 46打通5条 → 46号打通5条."""

import re
from collections.abc import Set

from models.rules.numerals import parse_numeral
from models.rules.units_of_measure import UNIT_PATTERN, begins_with_measure

_WIDE = {0xFF10 + n: str(n) for n in range(10)} | {0xFF21 + n: chr(65 + n) for n in range(26)}
_SAME = dict(zip("號項進條萬億個報結銷認領戶處畝噸％．－\u3000", "号项进条万亿个报结销认领户处亩吨%.- ", strict=True))
_PLAIN = str.maketrans(_WIDE | {ord(a): b for a, b in _SAME.items()})
_HAN = "一二三四五六七八九十百零〇两"
_SPOKEN = re.compile(rf"(?<![{_HAN}月年几数上本])(第?)([{_HAN}]{{1,6}})([号项])(?!楼|线|院|文|机|井|地块|路|桥|馆|目)")
_ASKED_SPOKEN = re.compile(rf"^(进度|查看|查询|详情|撤销|更正)\s*([{_HAN}]{{2,6}})(?=$|\s)")

_N = r"(?:\d{1,4}\.\d{1,2}|J?\d{1,4})"
_DOTTED = re.compile(r"(?<![\d.年月〕\-—–])(\d{1,4})(?P<sign>[.\-—–])(\d{1,2})(?![\d.．\-—–])(?P<mark>[号项])?")
_CALENDAR = re.compile(r"\s*(?:之?前|以前|起|至|到|日|下班|上午|下午|晚|当天)")
_TO = r"\s*[-—–~～至到]{1,2}\s*"
_RANGE = re.compile(
    rf"(?<![\d月.〕年A-Za-z-])第?({_N})\s*[号项]?{_TO}第?({_N})(?:\s*[号项](?![楼线前目])|(?=[都均全由一-鿿]))(?!之前|以前|召开|开会|举行)"
)
_COMMAND = re.compile(r"^\s*(?:更正|改正|纠正|订正|说错了|报错了|写错了)[一下了]*[:：，, ]*")
_STARTS = re.compile(rf"(?:^|(?<=[\n。；;，,！!：:\s]))({_N}(?:\s*[、，,和及与跟]\s*{_N})*)(?![\d号])", re.MULTILINE)
_IN_A_ROW = re.compile(r"^\s*(\d{1,4}(?:\s+\d{1,4})+)(?=\s*(?:[号项]|[都均全]|[一-鿿]))", re.MULTILINE)
_FIGURE_NEXT = re.compile(rf"\s+\d[\d,.]*\s*[万亿千百多余]*{UNIT_PATTERN}")
_MARK_NEXT = re.compile(r"\s*[：:，,]\s*(?:[一-鿿]|\d{1,2}月)")
_DAY_OR_TOTAL_NEXT = re.compile(r"\s+\d{1,2}月|\s+\d[\d.]*\s*(?:是|就是|为)(?:累计|总数|新增|本月)")
_ITEM_STYLE = re.compile(r"第\s*\d{1,4}\s*项")
_OBJECT = re.compile(
    rf"(^|[，,；;。\n])([^，,；;。\n\d]{{0,12}}?(?:补报|补充|汇报|再报|补|报|回|说))\s*({_N})\s*号?(?=$|[，,；;。\n])"
)
_THAT_ONE = re.compile(rf"(?<![\d.])({_N})(?=\s*[那这](?:条|项|个任务|项任务|个工作|件事))")
_AT_END = re.compile(rf"^(.*[一-鿿])([，,；;。\n]\s*)({_N})([。.！!]?\s*)$", re.DOTALL)
MOST_IN_RANGE = 200
_MAYBE = re.compile(
    rf"(?:^|[\n。；;])\s*(?P<clause>(?P<number>{_N})(?![\d.号项月日年点时度%、:：）)])[^\d，,；;。\n]{{1,12}}\d[^，,；;。\n]{{0,12}})"
)


def plainly(text: str) -> str:
    """Full-width digits, traditional signs and spoken numerals as they are usually written: ４６號, 四十六号, 撤消."""
    text = text.translate(_PLAIN).replace("撤消", "撤销")
    text = _SPOKEN.sub(lambda m: f"{m[1]}{_digits(m[2])}{m[3]}", text)
    return _ASKED_SPOKEN.sub(lambda m: f"{m[1]} {_digits(m[2])}", text)


def dotted(text: str, parts: Set[str]) -> str:
    """46-1 is written 46.1 where there is such a part; a decimal, a day and a range of tasks stay as they are."""
    if not parts:
        return text
    text = _DOTTED.sub(lambda m: _part(m, parts), text)
    return f"{text.strip()}号" if text.strip() in parts else text


def _part(m: re.Match[str], parts: Set[str]) -> str:
    number, mark, rest = f"{m[1].lstrip('0')}.{m[3]}", m["mark"] or "", m.string[m.end() :]
    is_figure = not mark and begins_with_measure(rest)
    is_range = m["sign"] not in "." and int(m[1]) < int(m[3]) and (mark or rest[:1] in "都均全")
    if number not in parts or is_figure or is_range or (_is_day(number) and _CALENDAR.match(rest)):
        return m.group()
    return f"第{number}项" if mark and _is_day(number) else f"{number}{mark}"


def _is_day(number: str) -> bool:
    """3.15 may be the 15th of March, 46.1 is no day."""
    month, _, day = number.partition(".")
    return bool(day) and int(month) <= 12 and int(day) <= 31


def _digits(word: str) -> str:
    value = parse_numeral(word)
    return word if value is None or value != int(value) else str(int(value))


def explicit(text: str, own: Set[str]) -> str:
    """Each place that names tasks of `own` marked with 号; a number followed by a measure (26户) is a figure."""
    if not own:
        return text
    command = _COMMAND.match(text)
    head, said = (command.group(), text[command.end() :]) if command else ("", text)
    said = _IN_A_ROW.sub(lambda m: _together(m, own), said)
    said = _RANGE.sub(lambda m: _expanded(m, own), said[:4096]) + said[4096:]
    by_item = _ITEM_STYLE.search(said) is not None
    said = _STARTS.sub(lambda m: _marked(m, said, own, by_item=by_item), said)
    said = _THAT_ONE.sub(lambda m: f"{m[1]}号" if m[1] in own else m.group(), said)
    said = _AT_END.sub(lambda m: f"{m[3]}号{m[1]}" if m[3] in own else m.group(), said)
    return head + _OBJECT.sub(lambda m: _in_front(m, own), said)


def _together(m: re.Match[str], own: Set[str]) -> str:
    """3 6 13都正常: his own, all of them; 3 6条 stays one task and a figure."""
    numbers = m[1].split()
    is_figure = begins_with_measure(m.string[m.end() :])
    return "、".join(numbers) if own >= set(numbers) and not is_figure else m.group()


def _expanded(m: re.Match[str], own: Set[str]) -> str:
    """27-32号, 46.1-46.3号: those of them that are his own."""
    if "." in m[1] and m[1].partition(".")[0] == m[2].partition(".")[0] and m[2].partition(".")[2]:
        whole, _, first = m[1].partition(".")
        every = (f"{whole}.{n}" for n in range(int(first), int(m[2].partition(".")[2]) + 1))
        return "、".join(n for n in every if n in own) + "号"
    if not (m[1].isdigit() and m[2].isdigit()):
        return m.group()
    first, last = int(m[1]), int(m[2])
    marked = m.group().rstrip()[-1] in "号项"
    mine = [n for n in range(first, min(last, first + MOST_IN_RANGE) + 1) if str(n) in own]
    if len(mine) < 2 or not (
        marked or (str(first) in own and str(last) in own and not begins_with_measure(m.string[m.end() :]))
    ):
        return m.group()
    return "、".join(map(str, mine)) + "号"


def _marked(m: re.Match[str], text: str, own: Set[str], *, by_item: bool) -> str:
    numbers = [number.upper().lstrip("0") for number in re.findall(_N, m[1], re.IGNORECASE)]
    rest = text[m.end() :]
    if own.isdisjoint(numbers) or not _is_named(rest, starts_line=_starts_line(text, m.start()), by_item=by_item):
        return m.group()
    if any(map(_is_day, numbers)):
        is_part = _starts_sentence(text, m.start()) and not _CALENDAR.match(rest)
        return f"第{m.group()}项" if is_part else m.group()
    return f"第{m.group()}" if rest.startswith("项") else f"{m.group()}号"


def _starts_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" ")
    return not before or before[-1] in "\n。；;"


def _starts_line(text: str, at: int) -> bool:
    before = text[:at].rstrip(" ")
    return not before or before[-1] in "\n。；;，,！!"


def _is_named(rest: str, *, starts_line: bool, by_item: bool) -> bool:
    """Whether what follows a number at the start of a clause makes it a task."""
    if re.match(r"项(?!目)", rest):
        return by_item or (starts_line and rest[1:2] in " ：:")
    if starts_line and any(after.match(rest) for after in (_FIGURE_NEXT, _DAY_OR_TOTAL_NEXT, _MARK_NEXT)):
        return True
    return bool(re.match(r"\s*[一-鿿]", rest)) and not begins_with_measure(rest)


def _in_front(m: re.Match[str], own: Set[str]) -> str:
    """明天补49 is said of 49."""
    return f"{m[1]}{m[3]}号{m[2]}" if m[3] in own else m.group()


def read_as_figures(text: str, own: Set[str]) -> list[tuple[str, str]]:
    """48座桥建成10座: his own numbers that begin a sentence and were taken for a figure, each with its clause."""
    found = [(m["number"].upper().lstrip("0"), m["clause"].strip()) for m in _MAYBE.finditer(text[:4096])]
    return [(number, clause) for number, clause in found if number in own]
