"""The words around a date: whether it is promised, asked for, past or out of reach."""

from __future__ import annotations

import re

from models.rules.reading.word_patterns import Patterns, pattern


class PromiseWords(Patterns):
    unreachable = pattern("〈办不到〉")
    unreachable_before = pattern("(?:赶不上|来不及|完不成|到不了|拖过|拖到|等不到)[一-鿿]{0,2}$")
    past_before = pattern(r"(?:截至|截止到?|到目前|自|从|\d\s?[-—~至到])\s*$")
    past_after = pattern(
        r"\s*(?:以来|止|为止|已|就已|"
        "[一-鿿]{0,3}(?:召开了|已经|审过|通过了|公示了|批了))"
    )
    from_then = pattern(r"\s*起(?!草)")
    done_then = pattern(r"\s*完成了?[\d一二三四五六七八九十]")
    future = pattern("〈将来|将来·约期〉")
    done_figure = pattern(
        r"(?:只|才|仅|共|又)?(?:〈办成·日期后〉|[一-鿿]了)[^,，。;；前]{0,8}?[\d一二三四五六七八九十百千万]"
    )
    generic_effort = pattern("[一-鿿]{0,2}〈套话·使劲〉")
    annual = pattern(r"度?(?:目标|任务|计划|工作|指标|各项)")
    extension_to = pattern(
        r"(?:〈延期|延期·到〉|延|推|调整|调|改|挪|移|缓|放(?=[到在至])|定(?=[到在至为]))(?:时间|节点|工期|期限)?(?:为|到|至|成|在)?\s*$"
    )
    extension_by = pattern(
        r"(?:〈延期〉|延|往后[挪推移延]|后[延推移]|缓|挪|晚|[再多][给批]|给予?)[^,，。;；\d零一二两三四五六七八九十百千万亿半]{0,4}"
        r"(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3}|[两半])(?P<unit>个?(?:工作日|星期|礼拜)|个月|"
        "(?<=半)月|[天日周年])"
    )
    denied_after = pattern(
        r"\s*(?:〈转办·我方〉|都|一直|也|还|尚|仍|根本|基本|又|确实|暂时?|的|里)*"
        "(?:没(?!有?(?:问题|毛病|困难))|未(?!来)|不(?:会|可能|太可能|能)(?!再|拖|有|耽误|掉|变|超|误)|动不了|无(?:进展|变化))"
    )
    bare_period = re.compile("(?:这一?个?|本|当)(?:月份?|周|星期|礼拜)里?$")
    denied_in_period = re.compile(
        "[一-鿿]{0,4}(?:没(?!有?(?:问题|毛病|困难))|未(?!来))|[^要能会就快再可将拟]*[停撤走散][一-鿿]{0,2}了$"
    )
    figure_next = pattern(r"\s*(?:又|再|新)?[\d一二两三四五六七八九十百千]+(?![\d号日个]*[日号前])")
    surely_ahead = pattern("〈将来|将来·远期〉")
