"""The one question on a reply: the gap by its name, no judgement, and a button for 还没有."""

from models.messages import Button, Card
from models.rules.increments import Increment
from models.wording.phrases import number, plain, short

NOT_YET, AS_IT_IS = "还没统计", "就是这样"


def half(card_id: str, number_: str, told: str, name: str, target: float, unit: str) -> Card:
    question = f"还有一项“{plain(short(name, 16))}”（目标{number(target)}{unit}），到目前是多少？回一个数即可。"
    return Card(card_id, f"{number_}还差一项数", f"{told}\n{question}", (), (Button("not-yet", NOT_YET),))


def total(card_id: str, number_: str, told: str, added: Increment) -> Card:
    """An amount that was added is no total: it is taken as such, and the total asked for."""
    taken = f"“{added.told}”按本次新增记，“{plain(short(added.name, 12))}”到目前累计多少？"
    how = (
        "这就是累计的点一下，不是的回累计数。"
        if added.is_first
        else f"加上上次是{added.total}，对就点一下，不对回累计数。"
    )
    button = Button("total", f"累计{added.total}"[:10])
    return Card(card_id, f"{number_}还缺累计数", f"{told}\n{taken}{how}", (), (button,))


def same(card_id: str, number_: str, told: str) -> Card:
    question = "这个月有变化的是哪一点？回一句即可。"
    body = f"{told}\n{question}" if told else question
    return Card(card_id, f"{number_}这句与上次报的相同", body, (), (Button("as-it-is", AS_IT_IS),))


def not_yet(number_: str, name: str) -> str:
    return f"好的，{number_}“{plain(short(name, 16))}”记为还没统计，统计出来回一个数即可。"


def kept_as_said(number_: str) -> str:
    return f"{number_}这句原话已留存，转督查室看。有新进展随时回一句。"


def as_it_is(number_: str, unit: str, text: str) -> str:
    return f"{number_} {unit}回“{plain(short(text, 40))}”，问过一次，请督查室看"


def over() -> str:
    return "这一问已经过去了，没有改动。"
