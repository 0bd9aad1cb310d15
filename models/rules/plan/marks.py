"""Marks that set a task apart: 重点 and 底线, from a column, a sign, a section; never the words 重点任务."""

import re

from models.rules.plan.lexicon import squeeze

_STARS = re.compile(r"^[★☆⭐✯]|[★☆⭐✯]$")
_TRIANGLES = re.compile(r"^[▲△]|[▲△]$")
_YES = re.compile(r"是|√|✓|✔|Y|y|yes|1|[★☆▲△●◆]+")
_KEY_WORD = re.compile(
    r"重点(?!任务|工作|项目|工程|领域|人群|企业|区域|行业|产业|流域|保障|推进|镇|村|"
    r"群体|监管)|重中之重|必保|头号|一号"
)
_KEY_NOTE = re.compile(
    r"(?:^|[，,；;、(（【\[])(?:市|县|区|省)?(?:列?为?)?(?:重点(?:督办|督查|关注|调度|"
    r"事项|件)?|督办重点)(?:$|[，,；;、)）】\]])"
)
_REDLINE = re.compile(r"(?:^|[，,；;、(（【\[])底线(?:任务|事项|指标|类|性任务)?(?:$|[，,；;、)）】\]])")
_REDLINE_SECTION = re.compile(r"底线(?:任务|事项|工作|类|指标)|守牢底线|安全底线")
_KEY_SECTION = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?)?(?:重点(?:督办|督查|攻坚|类|"
    r"必保)(?:任务|事项)?|必保任务)"
)


def is_key(*, mark: str, title: str, note: str, section: str) -> bool:
    mark, title = squeeze(mark), squeeze(title)
    by_column = bool(mark) and (
        bool(_YES.fullmatch(mark)) or bool(_KEY_WORD.search(mark)) or mark in ("重点任务", "重点项目", "重点")
    )
    return bool(
        by_column
        or _STARS.search(title)
        or _STARS.search(squeeze(note))
        or _KEY_NOTE.search(squeeze(note))
        or _KEY_SECTION.search(squeeze(section))
    )


def is_redline(*, mark: str, title: str, note: str, section: str, mark_is_redline: bool) -> bool:
    mark = squeeze(mark)
    by_column = "底线" in mark or (mark_is_redline and bool(_YES.fullmatch(mark)))
    return bool(
        by_column
        or _TRIANGLES.search(squeeze(title))
        or _TRIANGLES.search(squeeze(note))
        or _REDLINE.search(squeeze(note))
        or _REDLINE_SECTION.search(squeeze(section))
    )


def bare_title(title: str) -> str:
    """The title without its marks, in one line."""
    joined = "".join(line.strip() for line in title.splitlines())
    joined = re.sub(r"^[★☆⭐✯▲△]+\s*|\s*[★☆⭐✯▲△]+$", "", joined)
    return re.sub(r"^[【\[(（](?:重点|底线|内部)[】\])）]\s*", "", joined).strip()
