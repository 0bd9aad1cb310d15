"""A notice that somebody pastes or forwards: it asks units for something, and says nothing of its sender's own work."""

import re

SURE = 2  # telling parts; one alone stands in many a reply
_HEADED = re.compile(r"^\s*(?:【[^】]{0,20}(?:通知|提醒|提示|转发|紧急)[^】]{0,10}】|\[?转发\]?|(?:紧急)?通知[:：\n])")
_PARTS = (
    _HEADED,
    re.compile(r"关于[^，,。\n]{2,40}的(?:通知|函|提示)"),
    re.compile(r"(?:^|[】\n\s])(?:各|有关|相关)[^，,。；;：:\n]{0,24}(?:单位|部门|县区|县|市直|局|委|办|街道|乡镇)[^，,。；;：:\n]{0,12}[：:]"),
    re.compile(r"(?:请|烦请|务请)(?:各|贵|你|相关|有关|于|在|将)[^。；;\n]{0,60}(?:报送|报至|报到|反馈|上报|发送|提交|报市|送至)"),
    re.compile(r"(?:请|务必)[^。；;\n]{0,20}(?:抓好|认真|遵照|严格)[^。；;\n]{0,10}(?:落实|执行|贯彻)"),
    re.compile(r"联系人\s*[:：]?\s*[一-鿿]{2,4}|联系电话\s*[:：]?\s*\d|(?:邮箱|传真)\s*[:：]"),
    re.compile(r"特此通知|收到请回复|请各单位知悉|此通知"),
)  # fmt: skip


def is_forwarded_notice(text: str) -> bool:
    text = text[:2000]
    return len(text) >= 16 and sum(part.search(text) is not None for part in _PARTS) >= SURE
