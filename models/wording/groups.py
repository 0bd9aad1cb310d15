"""Groups in words: what is said in one, and of one."""

from models.wording.phrases import plain, short


def in_private(group: str, said: str) -> str:
    """To whoever spoke to the robot among others."""
    where = f"群“{plain(short(group, 20))}”" if group else "群"
    heard = f"“{plain(short(said, 30))}”" if said else "的话"
    return f"您在{where}里说{heard}，没有登记：群里的话不算报进展。\n请在这里私聊我，原样再发一次就行。"
