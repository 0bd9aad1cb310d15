"""How leaders are addressed (沈市长), and who of them has the whole city."""

import re

_TWO_CHARACTERS = {
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯", "闻人", "宇文", "长孙",
    "端木", "轩辕", "独孤", "南宫", "万俟", "拓跋", "百里", "东郭", "呼延", "澹台",
}  # fmt: skip
_RANKS = re.compile(r"(?:[市县区州旗盟]长|秘书长|书记|主任|局长|主席)")
_WHOLE = re.compile(r"(?<!副)[市县区州旗盟]长")


def oversees_all(title: str) -> bool:
    """市委副书记、市长, but not 常务副市长."""
    return bool(_WHOLE.search(title))


def salute(name: str, title: str) -> str:
    """沈在舟, 副市长 → 沈市长: nobody is addressed as 副."""
    surname = name[:2] if name[:2] in _TWO_CHARACTERS and len(name) > 2 else name[:1]
    whole = _WHOLE.search(title)
    rank = whole or _RANKS.search(title)
    return f"{surname}{rank[0]}" if rank else name
