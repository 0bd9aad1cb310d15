"""What 督查室 reads of a messenger's monthly allowance."""

from datetime import date


def nearly_used(platform: str, what: str, used: int, most: int, today: date) -> str:
    """钉钉本月已发3612次，占额度5000次的72%，照此24日用完；…"""
    share = round(100 * used / most)
    until = _runs_out(used, most, today)
    ahead = f"，照此{until}日前后用完" if until else "，照此够用到月底"
    ahead = "，已经用完" if used >= most else ahead
    return f"{platform}本月已{what}{used}次，占额度{most}次的{share}%{ahead}。请应用管理员看是否升级或加购"


def _runs_out(used: int, most: int, today: date) -> int | None:
    """The day of this month, if it goes on so."""
    day = max(today.day, today.day * most // used)
    try:
        return today.replace(day=day).day
    except ValueError:
        return None


def withheld() -> str:
    return "这条没有收到内容：平台本月可接收的消息用完了。急事请电话联系督查室，其余过后再发。"


def received_no_more(platform: str) -> str:
    return f"{platform}本月可接收的消息已用完，回复收不到内容。请应用管理员升级或加购；其间请电话登记"
