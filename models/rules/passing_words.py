"""54号应该是水利局的: whose task it is said to be, instead of ours."""

import re

_UNIT = r"(?P<unit>[一-鿿]{2,14}?)"
_SUBJECT = r"(?:(?:这|那|该|此)(?:个|项|块|件|事|活|一项|一块)?(?:任务|工作|事|活|职能)?|任务|工作)?"
_OUGHT = r"(?:应该?|应当|本来|其实|按理|按职责|原本|一直|都|就){0,2}"
_HERE, _END = r"(?:^|(?<=[，,。；;！!\n]))\s*", r"[吧啊呀哦]?(?=$|[，,。；;！!～~\n])"
_PASSES = (
    re.compile(
        rf"{_HERE}{_SUBJECT}{_OUGHT}(?:是|归|属于?|归口)(?:到|于)?{_UNIT}(?:的(?:事|活|任务|职责|工作|范围)?|来?管(?:的|理)?|管辖|职责|主管|负责|牵头|主责){_END}"
    ),
    re.compile(rf"{_HERE}{_SUBJECT}{_OUGHT}(?:归口?|属于?)(?:到|于|给)?{_UNIT}{_END}"),
    re.compile(
        rf"{_HERE}{_SUBJECT}(?:的)?(?:牵头|责任|主责|主管|承办)单位{_OUGHT}(?:得|要)?(?:是|为|改[为成]|换[为成]|调整?为){_UNIT}(?:才对)?{_END}"
    ),
    re.compile(
        rf"{_HERE}{_SUBJECT}{_OUGHT}(?:建议|最好|得|要)?(?:改?由|让|请|交?给|转给|派给|找){_UNIT}(?:来|去)?(?:牵头|负责|承担|承办|主办|管|办|主抓|认领)(?:才对|更合适|更好)?{_END}"
    ),
)
_OURS = re.compile(r"[我咱]|本(?:局|委|办|单位)|哪|谁|什么")
MOST = 40  # characters; a longer line tells of work


def passed_to(text: str) -> str | None:
    """The words that name it; whether they name another unit the contacts know."""
    if len(text) > MOST or re.search(r"\d", text):
        return None
    found = next((match for pattern in _PASSES if (match := pattern.search(text))), None)
    return None if found is None or _OURS.search(found["unit"]) else found["unit"]
