"""Which words are held because of a marking, and which merely speak of secrets."""

import pytest

from models.rules.marking import is_marked


@pytest.mark.parametrize(
    "text",
    [
        "机密★1年 关于征迁的情况",
        "秘密★ 附件",
        "密级：机密",
        "【秘密】征迁补偿方案",
        "机密",
        "主送：各县区政府\n正文\n抄送：市委办",
    ],
)
def test_marked_words_are_held(text: str) -> None:
    assert is_marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "46号 保密协议已签",
        "商业秘密保护培训办了3场",
        "已通过保密检查",
        "机密性测试完成",
        "46 打通5条",
        "主送单位已通知",
    ],
)
def test_work_about_secrets_is_ordinary_work(text: str) -> None:
    assert not is_marked(text)
