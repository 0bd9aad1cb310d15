"""The words of obstacles: what may stand in the way, and how it is told that it does."""

from __future__ import annotations

from models.rules.reading.word_patterns import Patterns, pattern

# A negative state of one of these things is an obstacle; two clauses on one topic are one obstacle. Who comes first is
# asked first: 图纸 is a paper and no 图.
TOPICS = {
    "money": "资金",
    "land": "土地",
    "papers": "手续",
    "clearance": "征迁",
    "weather": "天气",
    "supply": "物料",
    "bidding": "招标",
    "design": "设计",
    "people": "群众",
    "hands": "人手",
    "power": "水电",
    "outlet": "运输",
    "office": "体制",
}


class ObstacleWords(Patterns):
    topic = pattern("|".join(f"(?P<{key}>〈事由·{name}〉)" for key, name in TOPICS.items()))
    negative = pattern(
        "〈堵点·不利〉|资金[一-鿿]{0,4}(?:差|缺)|经费[一-鿿]{0,4}(?:差|缺)|指标[一-鿿]{0,4}(?:差|缺)|"
        "人手[一-鿿]{0,4}(?:差|缺)|受[一-鿿]{1,4}影响|"
        "等(?=[一-鿿]*〈堵点·等什么〉)|待(?=[一-鿿]*(?:批|拨|审|明确))|连续[一-鿿]{0,2}雨"
    )
    alone = pattern("〈堵点〉|堵(?<=[一-鿿]堵)了|连续[一-鿿]{0,3}雨")
    state = pattern(
        "(?:还|仍|尚|都)?[没未](?:有)?〈慢·没到〉|〈慢〉|[不没]?拖[一-鿿]{0,4}后腿"
    )  # how far it is, not why
    consequence = pattern(
        "^(?:现在|目前|所以|导致|造成|只能|只好|得|要|需要|已经?|正在?|工期|进度|周期|还|也|都|"
        "我们|因此|肯定)*(?:〈堵点·后果〉|要?三个月)"
    )
    follow_up = pattern("〈堵点·后话〉|^缺口")
    wrap = pattern(
        "^(?:但是?|不过|就是|都是|主要是?|还是|目前|现在|因为?|由于|受|原因[是为]?|理由[是为]?|"
        "差的|卡在|卡点[是在]?|难点[是在]?|问题[是在]?|困难[是在]?|另外|其中|而且|然后|剩的|上面|"
        "我们|反映|存在|另外|[·]+|里面有?|的|有(?![些的]))+"
    )
    tail = pattern(r"(?:啊|呢|吧|的|😓|。|~)+$")
    waiting_only = pattern(r"^(?:正在?)?等(?:统计局|系统|会议|通知|结果)[一-鿿]{0,6}$")
    cost_time = pattern("^(?:已经?)?〈堵点·误工〉")
    awaited = pattern(
        "^(?:还?要|还?得|需要?|都?在?等|待)[一-鿿]{2,10}?(?:批|审|定|判|签|评估|同意|出具|答复|复函|到|发)"
    )
    feeling = pattern(
        "^(?:都|又|也|还|就)*(?:嫌|怕|担心|顾虑|觉得|认为|[一-鿿]{0,5}(?:不|没人)敢)"
    )  # of whoever was told of before
    some = pattern(r"^(?:有些|有的|个别|部分|少数|多数|大部分)(?!\d)")
    asking = pattern("(?:〈请求〉|需要|请(?!假))(?=[一-鿿]{2,8}(?:帮|协调|支持|解决|出面|配合|协助|牵头))")
    damage = pattern("〈堵点·灾损〉")
    overcome = pattern("(?:已|已经|现在|目前|刚)[一-鿿]{0,3}(?:〈堵点·已解决〉|恢复|复工|缓解|谈妥)")
    hopeful = pattern("(?:已|都已?|全部)(?:〈堵点·已解决〉|批复)|〈堵点·没有〉")
    request = pattern(
        "^(?:也|还|想|特|现|再)?(?:〈请求〉|请(?!假)|望(?!到)|盼|恳求|拜托|申请|请求|"
        "需要?(?=[一-鿿]{2,8}(?:帮|协调|支持|解决))|能不能|能否|可否)"
    )
