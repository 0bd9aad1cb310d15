"""Marks of secrecy: a classified file is refused whole, an internal row stays out of chat."""

import re
from collections.abc import Iterable

from models.rules.plan.grid import Sheet
from models.rules.plan.lexicon import squeeze

_CLASSIFIED = r"(?:秘密|机密|绝密)"
_MARK = re.compile(
    rf"(?:密级[:：为]?)?[\[【(]?{_CLASSIFIED}(?:级)?[\]】)]?(?:[★☆*※].{{0,12}}|[·●]?\d{{1,2}}(?:年|个月))?"
)
_STARRED = re.compile(rf"{_CLASSIFIED}\s*[★☆]")
_LEVEL = re.compile(rf"密级[:：]{_CLASSIFIED}")
_INTERNAL = re.compile(
    r"[【\[(（〔]\s*(?:内部(?:资料|文件|事项|掌握|使用)?|不公开|"
    r"不予公开)\s*[】\])）〕]|^内部(?:资料|文件|事项|掌握|使用|件)?(?:[,，;；。"
    r"、:：!！].*)?$|(?:仅供|限)内部|内部(?:掌握|资料|文件|事项)|"
    r"(?:不|不予|不宜|暂不|非)(?:对外)?公开$|不(?:对外公开|得外传|宜公开|上网)|注意保存$"
)


def classified_mark(sheets: Iterable[Sheet]) -> str | None:
    """The mark that forbids reading this file, as written; None for an open one."""
    for sheet in sheets:
        for text in (*sheet.texts, *(cell for row in sheet.rows for cell in row)):
            plain = squeeze(text)
            if plain and (_MARK.fullmatch(plain) or _STARRED.search(plain) or _LEVEL.search(plain)):
                return text.strip()
    return None


def is_internal(*texts: str) -> bool:
    """A row's own mark 内部; 内部审计 and 内部控制 are no marks."""
    return any(_INTERNAL.search(squeeze(text)) for text in texts if text)
