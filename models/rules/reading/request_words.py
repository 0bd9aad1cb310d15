"""The words of requests: who may be asked, how one asks, and for what."""

from __future__ import annotations

import re
from functools import cached_property

from models.rules.reading.word_patterns import Patterns, pattern

JOIN = re.compile(r"(?:、|和|及|与|跟|同|会同)?")
BETWEEN = re.compile(r"(?:跟|与|同)$")
SPEAKS = re.compile(
    r"(?:再|多|好好|尽快|先|去|认真)*(?:对接|衔接|沟通|协调|商量|商议|谈|汇报|会商|联系|对账|核对|说说?)"
)
END = re.compile(r"(?:一下|下|啊|哈|呢|吧|吗|嘛|[?？。!！]|🙏|谢谢|了)+$")
_PLACES = r"[市县区省州镇乡]"
_BODY = (
    f"(?:{_PLACES}委{_PLACES}政府|{_PLACES}委(?:编办|组织部|宣传部|政法委|统战部|社工部|网信办|党校)|{_PLACES}(?:委|政府|里|领导|级)|"
    f"(?:{_PLACES})?〈单位·简称〉(?:部门|公司|集团|局|委|厅|办|队|中心|所|分局)?"
    "|(?:〈单位·称呼〉|(?:分管|主要)?[市县区]?领导|(?:分管)?副?[市县区镇]长)"
    "|(?!协调|出面|联系|对接|督促|帮|催|要求|让|请|给|由|解决|尽快|先|牵头|推动|和|与|"
    "及)[一-鿿]{2,6}〈单位·后缀〉)"
)


class RequestWords(Patterns):
    known = pattern(f"(?:{_PLACES})?(?<!分)〈单位·简称〉(?:局|委|厅|办|公司|集团|中心)$")
    ask = pattern(
        "(?P<can>能不能|能否|可否|是否可以|可不可以)(?:请|让)?|(?:〈请求|请求·办事〉|"
        "请(?!示|假|问|您放心|放心|市政府放心|领导放心)|"
        "需(?=[一-鿿]{2,10}(?:帮|支持|协调|解决|出面|配合|批|致函|出具|发文|明确|拨|协助|牵头|确认))|"
        "想让?|要(?=[一-鿿]{2,6}(?:帮|支持|协调|出面|致函|出具|协助|牵头)))"
    )
    action = pattern("〈请求·做什么〉")
    report = pattern("^(?:抓紧|尽快|及时|按时)?〈请求·只报送〉")
    bare_action = pattern(
        r"^(?:也|都|来|给|我们|一起|多|大力|尽快|及时|抓紧|出面|牵头|帮我们|帮)*"
        "〈请求·泛泛〉{0,2}(?:协调|解决|推进|一下|下|推一推)?$"
    )
    not_a_request = pattern("〈请求·不算〉")

    @cached_property
    def bodies(self) -> str:
        """The source of a pattern."""
        return self.words.filled(_BODY)
