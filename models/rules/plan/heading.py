"""What stands above the table: the plan's title, its year, its document number."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from models.rules.plan.deadlines import years_written
from models.rules.plan.grid import Sheet
from models.rules.plan.lexicon import squeeze
from models.rules.plan.rows import is_section_heading

_DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(【]20\d\d[〕\]）)】]\s*第?\d{1,4}号")
_ATTACHMENT = re.compile(r"附件?\s*[\d一二三四五六七八九十]*\s*[:：]?")
_KIND = re.compile(
    r"方案|清单|分解表|任务表|台账|计划|一览表|责任表|任务书|分工表|工作要点|安排表|"
    r"分解|重点任务|重点工作|任务|实事"
)
_REMARK = re.compile(r"[（(].*[）)]|(?:单位|填报|制表|日期|联系人|时间).{0,4}[:：].*")
_CHINESE_YEAR = re.compile(r"二[〇○零][一二三四五六七八九][〇○零一二三四五六七八九](?=年)")
_DIGITS = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}


def texts_above(sheet: Sheet, top: int) -> list[str]:
    """Words outside the table and in the rows above its heading."""
    rows = [text for row in range(1, top) for _, text in sheet.areas_in_row(row)]
    return [text.strip() for text in (*sheet.texts, *rows) if text.strip()]


def section_above(sheet: Sheet, top: int, *, after: int) -> str | None:
    """The section named by the line right above a heading, in the rows after `after` or outside the table."""
    rows = [text for row in range(after + 1, top) for _, text in sheet.areas_in_row(row)]
    lines = [line for line in (*(() if after else sheet.texts), *rows) if line.strip()]
    return "".join(lines[-1].split()) if lines and is_section_heading(lines[-1]) else None


def find_title(texts: Iterable[str]) -> str | None:
    lines = [" ".join(text.split()) for text in texts]
    candidates = [line for line in lines if len(line) <= 60 and not _is_remark(squeeze(line))]
    named = [line for line in candidates if _KIND.search(line)]
    return next(iter(named or candidates), None)


def _is_remark(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in (_ATTACHMENT, _REMARK, _DOC_NUMBER))


def find_doc_number(texts: Iterable[str]) -> str | None:
    found = (_DOC_NUMBER.search(squeeze(text)) for text in texts)
    return next((match.group() for match in found if match), None)


def find_year(texts: Iterable[str], cells: Iterable[str], *, today: date | None) -> int:
    """The plan's year: from its title, else the year its cells name most often, else today's."""
    for text in texts:
        if years := years_written([_with_digits(squeeze(text))]):
            return years[0]
    counted = Counter(years_written(cells))
    if counted:
        return counted.most_common(1)[0][0]
    return today.year if today else _NO_YEAR


_NO_YEAR = 2026


def _with_digits(text: str) -> str:
    return _CHINESE_YEAR.sub(lambda match: "".join(_DIGITS[char] for char in match.group()), text)
