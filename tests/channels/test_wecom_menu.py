"""The menu below the chat: set whole, read back, taken away."""

import json

import pytest
from qyapi_double import qyapi
from wecom_parts import AGENT, SECRET, channel

from bot.channels.wecom_menu import body_of
from handlers.commands import MENU
from models.errors import OperatorError


async def test_the_menu_is_made_of_the_words_it_stands_for():
    async with qyapi(SECRET) as server:
        ours = channel(api_base=server.base)
        await ours.menu.set(MENU)
        [body] = server.bodies("menu/create")
        assert [(one["type"], one["key"], one["name"]) for one in body["button"]] == [
            ("click", "my_tasks", "我的任务"), ("click", "today", "今日"), ("click", "help", "帮助"),
        ]  # fmt: skip
        [query] = [query for path, query, _ in server.calls if path == "menu/create"]
        assert query["agentid"] == str(AGENT)
        await ours.close()


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ({"errcode": 46003, "errmsg": "no menu"}, []),
        ({"errcode": 0, "button": [{"type": "click", "name": "今日", "key": "today"}]}, ["今日"]),
        ({"errcode": 0, "button": [{"name": "填报", "sub_button": [{"name": "补报"}]}]}, ["填报", "  补报"]),
        ({"errcode": 0, "button": "?"}, []),
    ],
)
async def test_what_is_set_is_read_back(answer, names):
    async with qyapi(SECRET) as server:
        ours = channel(api_base=server.base)
        server.will("menu/get", answer)
        assert await ours.menu.shown() == names
        server.will("menu/delete", {"errcode": 46003, "errmsg": "no menu"})
        await ours.menu.remove()
        await ours.close()


@pytest.mark.parametrize("code", [40018, 40025, 40054, 60020, -1])
async def test_what_the_platform_will_not_have_is_told_with_its_words(code):
    async with qyapi(SECRET) as server:
        ours = channel(api_base=server.base)
        server.will("menu/create", {"errcode": code, "errmsg": "hint: [1]"})
        with pytest.raises(OperatorError, match=f"left as it is.*{code} hint"):
            await ours.menu.set(MENU)
        await ours.close()


@pytest.mark.parametrize(
    "entries", [{}, dict.fromkeys("abcd", "今日"), {"a": ""}, {"a": "一二三四五六"}, {"": "今日"}, {"k" * 129: "今日"}]
)
def test_a_menu_the_platform_would_not_take_is_not_sent(entries):
    with pytest.raises(ValueError, match="menu"):
        body_of(entries)


def test_names_go_out_as_characters():
    assert "我的任务" in body_of(MENU).decode()
    assert json.loads(body_of(MENU))
