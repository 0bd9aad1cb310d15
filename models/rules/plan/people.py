"""Names of persons in a cell: titles, telephone numbers and units around them are taken off."""

import re

from models.rules.plan.units_cell import looks_like_unit, split_list

_SURNAMES = set(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕"
    "郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高"
    "夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯"
    "宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛"
    "寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养"
    "鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公岳帅缑亢况有琴商牟佘佴伯赏墨哈谯笪年爱阳佟肖代付闫覃仝岱辜楚晋佀初"
)  # fmt: skip
_TWO = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "宇文",
    "司徒",
    "夏侯",
    "闻人",
    "澹台",
    "端木",
    "百里",
    "南宫",
    "呼延",
    "长孙",
)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff·]{2,12}")
_BRACKETS = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")
_PHONE = re.compile(r"(?:电话|手机|联系方式)?[:：]?\s*\+?\d[\d\s-]{6,}\d")
_NOBODY = re.compile(r"[/／\\\-—–－_.。·*＊]*|无|暂无|待定|空缺|暂缺|待任命|待明确|待补|待补充|未定|详见.*|见.*")
_TITLE_WORDS = (
    r"(?:党组|党委|党工委|管委会|工委|市委|县委|区委|常委|市政府|县政府|区政府|一级|"
    r"二级|三级|四级|副?(?:书记|局长|主任|市长|县长|区长|镇长|乡长|部长|院长|校长|"
    r"行长|董事长|总经理|经理|"
    r"秘书长|会长|科长|处长|股长|队长|支队长|大队长|厅长|主席|调研员|巡视员|站长|所长|"
    r"台长|检察长|理事长|关长|总队长|组长|指挥长)|成员|常务|同志|总工程师|负责人|第一)"
)
_TITLED_FRONT = re.compile(rf"^.*{_TITLE_WORDS}[:：\s]*(?=[\u4e00-\u9fff·]{{2,4}}$)")
_TITLED_BACK = re.compile(rf"(?<=[\u4e00-\u9fff]{{2}})[\s,]*{_TITLE_WORDS}+.*$")
_SPACED_NAME = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")


def read_people(cell: str) -> tuple[str, ...]:
    """The persons in order, without titles; nothing for 待定 and dashes."""
    text = _SPACED_NAME.sub(r"\1\2", _PHONE.sub(" ", _BRACKETS.sub("", cell)))
    names: list[str] = []
    for token in split_list(text):
        for name in _names(token):
            if name not in names:
                names.append(name)
    return tuple(names)


def _names(token: str) -> list[str]:
    token = token.strip(" \u3000:：*★")
    if _NOBODY.fullmatch(token):
        return []
    if "：" in token or ":" in token:
        token = re.split("[：:]", token)[-1].strip()
    words = token.split()
    if len(words) > 1:
        return [name for word in words if not looks_like_unit(word) for name in _names(word)]
    return [_bare(token)] if token and not re.fullmatch(_TITLE_WORDS + "+", token) else []


def _bare(token: str) -> str:
    """鲁广厦 from 局长鲁广厦 or 鲁广厦局长; a plain name stays as it is."""
    if is_person(token):
        return token
    for pattern in (_TITLED_FRONT, _TITLED_BACK):
        name = pattern.sub("", token)
        if name != token and is_person(name):
            return name
    return token


def is_person(text: str) -> bool:
    """Whether this reads as one person's name."""
    if not _HAN_NAME.fullmatch(text) or looks_like_unit(text) or re.search(_TITLE_WORDS, text[1:]):
        return False
    return "·" in text or text.startswith(_TWO) or (text[0] in _SURNAMES and len(text) <= 3)
