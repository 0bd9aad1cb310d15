"""Sheets that say again what an earlier one said: 分表 beside 总表."""

from models.rules.plan.gathering import Facts, Gathering
from models.rules.plan.lexicon import Role, squeeze
from models.rules.plan.values import SkippedRow

_SHARE = 0.8  # of a sheet's tasks that stood in earlier sheets


def drop_copies(gathered: Gathering) -> list[str]:
    """Takes the tasks of such sheets out, and says which."""
    seen: set[tuple[str, str]] = set()
    dropped: list[str] = []
    for sheet in dict.fromkeys(facts.sheet for facts in gathered.facts):
        own = [facts for facts in gathered.facts if facts.sheet == sheet]
        again = sum(_key(facts) in seen for facts in own)
        if seen and again >= _SHARE * len(own):
            dropped.append(sheet)
        else:
            seen |= {_key(facts) for facts in own}
    copied = [facts for facts in gathered.facts if facts.sheet in dropped]
    gathered.facts = [facts for facts in gathered.facts if facts.sheet not in dropped]
    for facts in copied:
        words = facts.text(Role.TITLE)[:80]
        gathered.skipped += [
            SkippedRow(facts.sheet, row, words, "与前面的工作表重复") for row in range(facts.row, facts.row_end + 1)
        ]
    return [f"《{sheet}》与前面的工作表重复，没有再读。" for sheet in dropped]


def _key(facts: Facts) -> tuple[str, str]:
    return squeeze(facts.text(Role.TITLE)), squeeze(facts.text(Role.GOAL))
