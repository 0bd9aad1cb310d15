"""What an official says of himself in a few words: that he has no time now, that somebody else will answer, that he lets it be."""

import re
from enum import StrEnum


class Short(StrEnum):
    LATER = "later"  # 太忙了下午再说
    OTHERS = "others"  # 让小甘报
    LET_GO = "let go"  # 算了


_PERSON = r"[一-鿿]{1,5}"
_BUSY = (
    r"(?:我|现在|这会儿?|今天|上午|下午|实在|太|正在?|有点|比较|都){0,4}"
    r"(?:在?忙(?:着呢?|死了|不过来|得很)?|没空|没时间|腾不出手|抽不开身|不方便|(?:在[一-鿿]{0,4}|去[一-鿿]{1,4})?开会|(?:下乡|外出)调研"
    r"|在?外?出差|在路上|在?开车)(?:中|呢|了|哈|啊)?"
)
_LATER = r"等?我?(?:稍后|稍等|晚点|晚些|晚一点|待会儿?|等会儿?|等下|一会儿?|回头|过后|会后|开完会|散会|忙完|到了|回去|有空|空了)(?:了|点)?"
_DAY = r"(?:今天|今晚|明天|明早|[上中下]午|晚上|过两天|这两天)"  # a day alone, or with a verb, answers when
_TELL = r"(?:说|讲|报|回|看|弄|处理|答复|补|发)(?:给?[您你]|一下|上)?"
_AFTER = rf"(?:{_LATER}(?:一定|就|肯定|马上)?(?:再|来)?(?:{_TELL})?|{_DAY}再{_TELL})(?:吧|哈|啊|了|哦)?"
_SIGNS = r"[\s，,。.！!～~…]*"
_WORDS = {
    Short.LATER: re.compile(rf"(?:{_BUSY}{_SIGNS}(?:{_AFTER})?|{_AFTER}){_SIGNS}"),
    Short.OTHERS: re.compile(
        rf"(?:好的?[，, ]*)?(?:(?:让|由|请|叫|安排){_PERSON}(?:来|去|给你)?(?:报|回|填|答复?|备)(?:一下|给你|吧)?|[老小]?[一-鿿]{{1,4}}会(?:报|回|填)的?)[吧了啊。！!]*"
    ),
    Short.LET_GO: re.compile(
        r"(?:算了|取消|不用了?|先不(?:用|了|弄)?了?|没事了?|点错了|按错了|不退了|先放着)[吧啊。！!]*"
    ),
}


def is_short(kind: Short, text: str) -> bool:
    return len(text) <= 30 and _WORDS[kind].fullmatch(text.strip()) is not None
