"""The Chinese words for what the API names by identifiers."""

INTERNAL = "内部事项"
OFFICE = "督查室"

STATES = {
    "draft": "草稿",
    "pending_review": "待核",
    "dispatched": "已下达",
    "accepted": "已认领",
    "in_progress": "推进中",
    "help": "求助中",
    "awaiting_data": "待数据",
    "paused": "暂停",
    "reported": "报结",
    "closed": "销号",
    "look_back": "回头看",
    "archived": "归档",
    "adjusted": "调整",
    "terminated": "终止",
    "carried_over": "结转",
    "disputed": "待裁定",
    "live": "已入库",
    "gone": "已移出计划",
}


def state(identifier: str) -> str:
    return STATES.get(identifier, identifier)
