"""Pictures and voices that people send. No sentence asks for a picture."""

from datetime import datetime

from models.wording.phrases import day, local, plain, short

WHY_UNUSABLE = {
    "foreign": "这张图打不开，没有存下。截图后再发即可，只打字也行。",
    "broken": "图片没有传完整，没有存下。再发一次即可，只打字也行。",
    "large": "图片太大，没有存下。截图后再发即可，只打字也行。",
    "costly": "图片太大，没有存下。截图后再发即可，只打字也行。",
}


def voice_kept() -> str:
    return "语音已收到，暂时听不懂。请打一句字，或用输入法的语音输入转成文字。"


def voice_heard(text: str) -> str:
    return f"语音听到的是：“{plain(short(text, 120))}”。有出入，请打字更正。"


_KINDS = {
    "file": "文件{name}在这里打不开，没有存下。要报的请打一句话，有文号的带上文号；要交材料，请按老办法交督查室。",
    "video": "视频在这里看不了，没有存下。看到了什么、到了哪一步，打一句话即可。",
    "location": "位置收到，这里用不上。要报进展，请打一句话。",
    "link": "链接{name}在这里打不开。请把要紧的一句摘出来发，如文号、结论或数字。",
}


def unusable_kind(kind: str, name: str) -> str:
    return _KINDS[kind].format(name=f"《{plain(short(name, 20))}》" if name else "")


def picture_kept(number: str, count: int = 1) -> str:
    return f"图片{f'{count}张' if count > 1 else ''}已存为{number}的依据。"


def picture_whose() -> str:
    return "图片已收到。是哪一项的？回编号即可。"


def picture_without_task() -> str:
    return "图片已收到，留存备查。要说哪一项，请打一句话。"


def late() -> str:
    return "图片已收到，平台暂时没有给出来，会接着取，不用重发。"


def came(at: datetime, number: str) -> str:
    where = f"，已存为{number}的依据" if number else "。是哪一项的，回编号即可"
    return f"您{_when(at)}发的图片已取到{where}"


def unusable(why: str) -> str:
    return WHY_UNUSABLE[why]


def unusable_later(at: datetime, why: str) -> str:
    return f"您{_when(at)}发的图片：{unusable(why)}"


def gone(at: datetime) -> str:
    return f"您{_when(at)}发的图片，平台没有给出来，没有存下；需要时再发一次，只打字也行"


def gone_for_office(name: str, at: datetime) -> str:
    return f"{plain(name)}{_when(at)}发来的一张图片，平台没有给出来，已告知本人"


def in_task(count: int, number: str) -> str:
    bare = number.removesuffix("号")
    return f"依据图片{count}张，回“{bare} 图片”看" if count else ""


def none_there(number: str) -> str:
    return f"{number}没有图片，也不需要图片。"


def internal(number: str) -> str:
    return f"{number}是内部事项，图片在内网台账看。"


def more(count: int) -> str:
    return f"另有{count}张较早的，可在内网台账看。"


def name(number: str, n: int) -> str:
    return f"{number}-{n}.jpg"


def about(number: str) -> str:
    return f"{number}的图片"


def _when(at: datetime) -> str:
    moment = local(at)
    return f"{day(moment.date())}{moment:%H:%M}"
