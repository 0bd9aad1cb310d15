"""备稿: the card on which a head confirms what his liaison prepared, and what is said around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.messages import Button, ButtonStyle, Card
from models.wording.phrases import day, plain, short

ALL, EACH, YES, NO = "all", "each", "yes", "no"
ON_A_CARD = 6  # as many lines as a card of WeCom has


@dataclass(frozen=True, slots=True)
class Prepared:
    """A line of the card: whose words, and what was read in them."""

    number: str
    by: str
    text: str
    understood: str
    off_chat: bool = False


def card(card_id: str, shown: Sequence[Prepared], more: int, on: date) -> Card:
    """One line each; what finds no room comes on the next card, and no tap confirms it before."""
    if len(shown) == 1:
        return _single(card_id, shown[0], more, on)
    number = shown[0].number.removesuffix("号")
    rest = f"其余{more}条，点过接着看。" if more else ""
    how = f"{rest}改一条回“改 {number} …”，不报的回“{number}不对”。"
    buttons = (Button(ALL, "都对", ButtonStyle.PRIMARY), Button(EACH, "逐条看"))
    title = f"{day(on)}，{_by(shown)}备好{len(shown)}条进展，待您确认"
    return Card(card_id, title, how, tuple((one.number, _line(one)) for one in shown), buttons)


def _single(card_id: str, one: Prepared, more: int, on: date) -> Card:
    number = one.number.removesuffix("号")
    read = f"读作：{one.understood}。" if one.understood and not one.off_chat else ""
    rest = f"其余{more}条，点过接着看。" if more else ""
    body = f"{_words(one, 80)}\n{read}{rest}改回“改 {number} …”。"
    buttons = (Button(YES, "对", ButtonStyle.PRIMARY), Button(NO, "不对"))
    return Card(card_id, f"{day(on)}，{one.number}进展{one.by}已备好，待您确认", body, (), buttons)


def _by(shown: Sequence[Prepared]) -> str:
    return "、".join(dict.fromkeys(one.by for one in shown))


def _line(one: Prepared) -> str:
    if one.off_chat or not one.understood or one.understood in one.text:
        return _words(one, 28)
    return f"{_words(one, 14)} 读作{short(one.understood, 24)}"


def _words(one: Prepared, most: int) -> str:
    return "内容在内网台账" if one.off_chat else f"“{plain(short(one.text, most))}”"


def line(numbers: Sequence[str], by: Sequence[str], waited: int = 0) -> str:
    """Of the head's list: 待您确认3条：46、47号（许文已备），回“待确认”一起看"""
    bare = list(dict.fromkeys(number.removesuffix("号") for number in numbers))
    since = f"（已等{waited}个工作日）" if waited else ""
    named = f"{'、'.join(bare[:4])}号{'等' if len(bare) > 4 else ''}"
    return f"待您确认{len(numbers)}条：{named}进展，{'、'.join(dict.fromkeys(by))}已备好{since}，回“待确认”一起看"


def noted(number: str, understood: str, head: str) -> str:
    """To the liaison, in place of the echo."""
    return f"{number}已备好：{understood}。待{head}确认后登记；要改回“更正…”，不报了回“撤销”。"


def noted_many(lines: Sequence[tuple[str, str]], head: str) -> str:
    said = [f"{number}：{understood}" for number, understood in lines]
    return "\n".join([f"已备好{len(said)}项，待{head}确认后登记：", *said, "要改回“更正…”，不报了回“撤销”。"])


def noted_before(number: str, head: str) -> str:
    return f"{number}这一句已经备好，待{head}确认。"


def confirmed(lines: Sequence[tuple[str, str]], by: str) -> str:
    """After a tap, or a line: what counts now, and that it can be changed."""
    if len(lines) == 1:
        return f"{lines[0][0]}已登记：{lines[0][1]}（{by}备，您确认）。不对请回“更正…”。"
    said = [f"{number}：{understood}" for number, understood in lines]
    return "\n".join([f"已登记{len(said)}条（{by}备，您确认）：", *said, "不对请回“更正…”。"])


def changed(number: str, understood: str, left: int) -> str:
    rest = f"其余{left}条仍待您确认，回“待确认”再看。" if left else ""
    return f"{number}按您说的登记：{understood}。{rest}"


def gone(numbers: Sequence[str]) -> str:
    """Shown on the card, and changed or withdrawn since."""
    return f"{'、'.join(dict.fromkeys(numbers))}刚有变化，没有按这张卡片登记。"


def taken_out(number: str, left: int) -> str:
    rest = f"其余{left}条仍待您确认，回“待确认”再看。" if left else ""
    return f"好的，{number}备的这句不登记，已告知备稿人。{rest}"


def refused(number: str, text: str, head: str, *, off_chat: bool) -> str:
    """To whoever prepared it."""
    return f"{number}您备的{_quoted(text, off_chat=off_chat)}，{head}说不对，没有登记，请核后再报"


def idle(number: str, text: str, who: str, *, off_chat: bool) -> str:
    return f"{number}{who}已自己报了，您备的{_quoted(text, off_chat=off_chat)}不用再确认，没有另外登记"


def _quoted(text: str, *, off_chat: bool) -> str:
    return "内容" if off_chat else f"“{plain(short(text, 24))}”"


def corrected(number: str, understood: str) -> str:
    return f"{number}备稿已改：{understood}。确认后登记。"


def decided_before(number: str) -> str:
    """撤销 of what is in the ledger by now."""
    return f"{number}这句负责人已经处理过了，没有改动。要改请回“更正 {number.removesuffix('号')} …”。"


def withdrawn(numbers: Sequence[str]) -> str:
    return f"{'、'.join(dict.fromkeys(numbers))}备的这句已收回，负责人不会再看到。"


def nothing() -> str:
    return "没有等您确认的备稿。"


def waiting(numbers: Sequence[str], head: str) -> str:
    bare = [number.removesuffix("号") for number in numbers]
    return f"还有{len(bare)}条待{head}确认：{'、'.join(bare[:6])}号{'等' if len(bare) > 6 else ''}。"


def only_the_head() -> str:
    return "备稿由主要负责人或AB岗确认，没有改动。"


def settled(count: int) -> str:
    return f"已确认{count}条" if count else "已处理"
