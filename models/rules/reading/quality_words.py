"""The words that answer, and those that only sound like an answer."""

from __future__ import annotations

from models.rules.reading.word_patterns import Patterns, pattern


class QualityWords(Patterns):
    pledge = pattern("〈表态|表态·不算事实〉|请[一-鿿]{0,6}放心")
    boilerplate = pattern(
        "(?:正在?|在|继续|持续|还是?在)?〈套话·怎样〉[一-鿿]{0,4}?〈套话·做〉"
        "|^(?:和|跟|同|与)上[个次]?[月次周季回]?[一-鿿]{0,3}(?:一样|相同|没变化|无变化)|^同上[个次]?[月次周季期条回]?[。.!！]*$|〈套话〉|"
        "(?:各项)?工作(?:正常|有序)开展|正在(?:推进|落实|办理|进行|开展|抓|处理|研究|对接|协调|"
        "加快)|按照[一-鿿]{0,6}要求(?:在)?(?:抓|推进|落实)"
    )
    standard_state = pattern("〈状态·规范〉")
    proof = pattern(
        r"〈依据〉|\d|[一二三四五六七八九十百两]+[个家所座条户套项处公]|昨[天日]|今[天日]|上周|[一二三四五六七八九十]月"
    )
    step = pattern(
        "已(?!安排|部署|知)[一-鿿]{0,4}(?:〈步骤〉|通过|取得|签|批|招标|贯通|投用|报)|刚(?:开工|进场|封顶)"
        "|(?:全部?|[都均])(?:〈步骤〉|通过|贯通|投用|开工|进场|签约|招标)了|(?:〈步骤〉|招标)[完好]了"
    )
    receipt = pattern(r"〈收到〉|[👌🫡👍🙏✊\s,，。.!！~]")
    nearly_done = pattern(r"基本(?:完成|完工|建成|办结|结束)")
