"""Message bodies: what Feishu takes, and what it would take for something else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import feishu_render
from bot.channels.feishu_errors import verdict
from models.messages import Button, ButtonStyle, Card, Outgoing, OutgoingKind, Refused, Retry

CARD = Card(
    id="card-7",
    title="R-204 今天能完成吗？",
    body="点选后仍可用文字补充",
    fields=(("责任人", "李华"), ("截止", "1月5日 18:00")),
    buttons=(
        Button("done", "已完成", ButtonStyle.PRIMARY),
        Button("ask", "补充说明"),
        Button("late", "需延期", ButtonStyle.DANGER),
    ),
)


def rendered(kind, user="ou_1", **message):
    body = json.loads(feishu_render.render(Outgoing(kind, **message), user))
    return body | {"content": json.loads(body["content"])}


def everything(part):
    """Every object of a card."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from everything(one)


def buttons(card):
    return [part for part in everything(card) if part.get("tag") == "button"]


def words(card):
    return [part["content"] for part in everything(card) if part.get("tag") == "plain_text"]


def test_a_text_is_known_again_by_its_uuid():
    body = rendered(OutgoingKind.TEXT, text="已记下。\n编号：R-204", ref="7")
    assert (body["receive_id"], body["msg_type"], body["content"]) == (
        "ou_1",
        "text",
        {"text": "已记下。\n编号：R-204"},
    )
    assert len(body["uuid"]) <= 50


def test_each_message_has_a_uuid_of_its_own_and_each_attempt_the_same():
    first = [rendered(OutgoingKind.TEXT, text="已记下", ref="7")["uuid"] for _ in range(2)]
    others = [
        rendered(OutgoingKind.TEXT, text="已记下", ref="8")["uuid"],
        rendered(OutgoingKind.TEXT, text="已记录", ref="7")["uuid"],
        rendered(OutgoingKind.TEXT, "ou_2", text="已记下", ref="7")["uuid"],
    ]
    assert len({*first, *others}) == 4


def test_a_card_says_all_in_plain_text_and_its_buttons_come_back_with_their_keys():
    body = rendered(OutgoingKind.CARD, card=CARD, ref="7")
    card = body["content"]
    assert (body["msg_type"], card["schema"], card["config"]["update_multi"]) == ("interactive", "2.0", True)
    assert card["header"]["title"]["content"] == "R-204 今天能完成吗？"
    assert words(card["body"])[:5] == ["点选后仍可用文字补充", "责任人", "李华", "截止", "1月5日 18:00"]
    assert [(one["text"]["content"], one["type"]) for one in buttons(card)] == [
        ("已完成", "primary"),
        ("补充说明", "default"),
        ("需延期", "danger"),
    ]
    assert buttons(card)[0]["behaviors"] == [{"type": "callback", "value": {"card": "card-7", "key": "done"}}]


def test_a_settled_card_keeps_its_words_and_has_one_dead_button():
    body = rendered(OutgoingKind.CARD_UPDATE, card=CARD, ticket="om_9", settled="已认领")
    assert body["message_id"] == "om_9"
    card = body["content"]
    assert (card["header"]["template"], "李华" in words(card)) == ("grey", True)
    assert [(one["text"]["content"], one["disabled"], "behaviors" in one) for one in buttons(card)] == [
        ("已认领", True, False)
    ]


def test_a_card_that_is_changed_but_not_settled_keeps_its_buttons():
    card = rendered(OutgoingKind.CARD_UPDATE, card=CARD, ticket="om_9")["content"]
    assert len(buttons(card)) == 3
    assert not any(one.get("disabled") for one in buttons(card))


def test_a_card_without_buttons_is_a_text():
    body = rendered(OutgoingKind.CARD, card=Card("c", "标题", "正文", (("牵头", "市住建局"),)))
    assert (body["msg_type"], body["content"]["text"]) == ("text", "标题\n正文\n牵头：市住建局")


def test_what_was_uploaded_is_sent_by_its_key():
    assert rendered(OutgoingKind.IMAGE, media="img_1")["content"] == {"image_key": "img_1"}
    assert rendered(OutgoingKind.FILE, media="file_1")["content"] == {"file_key": "file_1"}


def test_a_formatted_message_is_a_post():
    body = rendered(OutgoingKind.MARKDOWN, text="**R-204** 逾期")
    assert (body["msg_type"], body["content"]["zh_cn"]["content"]) == (
        "post",
        [[{"tag": "md", "text": "**R-204** 逾期"}]],
    )


@pytest.mark.parametrize(
    "hostile",
    [
        '<at user_id="all">所有人</at>',
        "<at id=all></at>",
        "<b>粗</b>",
        "[点这里](https://evil.example)",
        "\u202e反",
        "a\0b\ud800",
    ],
)
def test_what_people_typed_stays_the_words_they_are(hostile):
    said = rendered(OutgoingKind.TEXT, text=f"原话：{hostile}")["content"]["text"]
    assert "<at" not in said
    assert "<b" not in said
    assert "](" not in said
    card = rendered(OutgoingKind.CARD, card=Card("c", hostile, hostile, ((hostile, hostile),), CARD.buttons))["content"]
    tags = {part["tag"] for part in everything(card) if "tag" in part}
    assert tags <= {"plain_text", "div", "column_set", "column", "button"}
    assert not {"\0", "\u202e", "\ud800"} & set("".join(words(card)) + said)


@pytest.mark.parametrize("user", ["", "@all", "ALL", "all", "a|b", "a b", "甲", "x" * 65, "ou_1/../"])
def test_a_receiver_who_is_not_one_person_is_refused(user):
    with pytest.raises(ValueError, match="one person"):
        rendered(OutgoingKind.TEXT, user, text="好")


@pytest.mark.parametrize(
    "message",
    [
        {"kind": OutgoingKind.CARD},
        {"kind": OutgoingKind.IMAGE},
        {"kind": OutgoingKind.FILE},
        {"kind": OutgoingKind.CARD_UPDATE, "card": CARD},
        {"kind": OutgoingKind.CARD_UPDATE, "card": CARD, "ticket": "../om_1"},
        {"kind": OutgoingKind.CARD_UPDATE, "ticket": "om_1", "settled": "已认领"},
        {"kind": OutgoingKind.CARD, "card": Card("c", "t", buttons=(Button("a", "甲"), Button("a", "乙")))},
        {"kind": OutgoingKind.CARD, "card": Card("c", "t", buttons=(Button("", "甲"),))},
        {"kind": OutgoingKind.CARD, "card": Card("c", "t", buttons=(Button("x" * 1025, "甲"),))},
    ],
)
def test_what_the_platform_would_misread_is_a_bug_of_ours(message):
    with pytest.raises(ValueError, match=r"."):
        rendered(**message)


@pytest.mark.parametrize(
    ("user", "kind"),
    [
        ("ou_1", "open_id"),
        ("on_1", "union_id"),
        ("gan@linjiang.example", "email"),
        ("ganyifan", "user_id"),
        ("oulan", "user_id"),
    ],
)
def test_an_id_says_by_its_form_what_it_is(user, kind):
    assert feishu_render.receive_id_type(user) == kind


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=3000), st.lists(st.text(max_size=300), max_size=8), st.text(max_size=60))
def test_nothing_is_ever_larger_than_four_fifths_of_what_the_platform_takes(body, values, word):
    fields = tuple((f"第{n}项", value) for n, value in enumerate(values))
    card = Card("c-1", word, body, fields, CARD.buttons)
    assert len(feishu_render.render(Outgoing(OutgoingKind.CARD, card=card), "ou_1")) <= 24_000
    assert (
        len(feishu_render.render(Outgoing(OutgoingKind.CARD_UPDATE, card=card, ticket="om_1", settled=word), "ou_1"))
        <= 24_000
    )
    assert len(feishu_render.render(Outgoing(OutgoingKind.TEXT, text=body * 40), "ou_1")) <= 120_000


@pytest.mark.parametrize(
    ("code", "blame"),
    [
        *(
            (code, "recipient")
            for code in (230002, 230013, 230029, 230034, 230035, 230038, 230053, 232009, 99992351, 99992361)
        ),
        *(
            (code, "config")
            for code in (10014, 99991401, 99991403, 99991662, 99991672, 99991673, 99991679, 230006, 230027)
        ),
        *((code, "content") for code in (230001, 230022, 230025, 230028, 230099, 230031, 7)),
    ],
)
def test_each_code_says_whose_it_is_to_mend(code, blame):
    found = verdict(code, f"{code} words")
    assert isinstance(found, Refused)
    assert (found.blame, str(code) in found.error) == (blame, True)


def test_a_message_that_is_on_its_way_is_waited_for():
    assert isinstance(verdict(230049, "230049 sending"), Retry)
