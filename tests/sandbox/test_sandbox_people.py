"""What people do on their phones, and how it reaches the bot."""

import base64

from sandbox_party import OpenPhone, Phone, Receiver, button_card

from bot.sandbox.media import drawn_picture
from bot.sandbox.wecom.plaintext import cdata, post_body


async def test_what_a_person_says_reaches_the_bot_and_stands_on_the_phone(phone: Phone, receiver: Receiver) -> None:
    msgid = await phone.say("luguangsha", "46号 打通5条 ]]> <b>完</b>")
    await phone.quiet()
    (message,) = receiver.opened
    assert message.findtext("Content") == "46号 打通5条 ]]> <b>完</b>"
    assert message.findtext("MsgId") == msgid
    assert (message.findtext("FromUserName"), message.findtext("AgentID")) == ("luguangsha", "1000042")
    (bubble,) = await phone.shown("luguangsha")
    assert bubble["from"] == "me"
    assert (bubble["text"], bubble["undelivered"], bubble["pending"]) == (
        "46号 打通5条 ]]> <b>完</b>",
        False,
        False,
    )


async def test_words_of_one_person_arrive_in_order(phone: Phone, receiver: Receiver) -> None:
    receiver.statuses = [500, 500]
    for number in range(5):
        await phone.say("a", str(number))
    await phone.quiet()
    assert list(dict.fromkeys(receiver.texts())) == ["0", "1", "2", "3", "4"]


async def test_an_unanswered_callback_is_tried_four_times_with_the_same_id_and_then_marked(
    phone: Phone, receiver: Receiver
) -> None:
    receiver.statuses = [500, 502, 503, 500]
    await phone.say("a", "收到")
    await phone.quiet()
    assert len({one.findtext("MsgId") for one in receiver.opened}) == 1
    assert len({one.findtext("CreateTime") for one in receiver.opened}) == 1
    assert len(set(receiver.bodies)) == len(receiver.bodies) == 4
    assert (await phone.shown("a"))[0]["undelivered"] is True


async def test_an_undelivered_word_can_be_sent_again_when_the_bot_is_back(phone: Phone, receiver: Receiver) -> None:
    receiver.statuses = [500] * 4
    await phone.say("a", "收到")
    await phone.quiet()
    assert await phone.post("resend", {"user": "a"}) == {"resent": 1}
    await phone.quiet()
    assert receiver.texts() == ["收到"] * 5
    assert (await phone.shown("a"))[0]["undelivered"] is False


async def test_a_dead_bot_leaves_the_words_marked(open_phone: OpenPhone) -> None:
    phone = await open_phone(callback_url="http://127.0.0.1:9/callback/wecom")
    await phone.say("a", "在吗")
    await phone.quiet()
    assert (await phone.shown("a"))[0]["undelivered"] is True


async def test_a_picture_can_be_fetched_by_the_bot(phone: Phone, receiver: Receiver) -> None:
    given = drawn_picture("工地")
    await phone.post("say", {"user": "a", "image": base64.b64encode(given).decode(), "text": "现场"})
    await phone.quiet()
    picture, caption = receiver.opened
    assert (picture.findtext("MsgType"), caption.findtext("Content")) == ("image", "现场")
    query = {"access_token": phone.token, "media_id": picture.findtext("MediaId", "")}
    async with phone.session.get(f"{phone.base}/cgi-bin/media/get", params=query) as answer:
        assert answer.content_type == "image/png"
        assert await answer.read() == given
    headers = {"Range": "bytes=1-3"}
    async with phone.session.get(f"{phone.base}/cgi-bin/media/get", params=query, headers=headers) as part:
        assert (part.status, await part.read()) == (206, given[1:4])
    async with phone.session.get(picture.findtext("PicUrl", "")) as same:
        assert await same.read() == given


async def test_a_made_up_picture_and_a_voice_are_sent(phone: Phone, receiver: Receiver) -> None:
    await phone.post("say", {"user": "a", "image": True, "voice": True})
    await phone.quiet()
    assert [one.findtext("MsgType") for one in receiver.opened] == ["image", "voice"]
    assert [one["kind"] for one in await phone.shown("a")] == ["image", "voice"]


async def test_a_tap_carries_the_card_and_a_code_of_its_own(phone: Phone, receiver: Receiver) -> None:
    sent = await phone.send_card("a", button_card("card-1"))
    (card,) = await phone.shown("a")
    assert [button["text"] for button in card["buttons"]] == ["都对", "改一下"]
    tapped = await phone.post("tap", {"user": "A", "message": card["id"], "button": "yes"})
    await phone.quiet()
    (click,) = receiver.opened
    assert click.findtext("Event") == "template_card_event"
    assert (click.findtext("EventKey"), click.findtext("TaskId")) == ("yes", "card-1")
    assert click.findtext("ResponseCode") == tapped["response_code"] != sent["response_code"]


async def test_a_settled_button_cannot_be_tapped_but_a_stale_phone_still_can(phone: Phone, receiver: Receiver) -> None:
    sent = await phone.send_card("a", button_card("card-1"))
    await phone.call(
        "message/update_template_card",
        {
            "userids": ["a"],
            "agentid": 1000042,
            "response_code": sent["response_code"],
            "button": {"replace_name": "已认领"},
        },
    )
    (card,) = await phone.shown("a")
    assert (card["buttons"], card["settled"]) == ([], "已认领")
    refused = await phone.post("tap", {"user": "a", "message": card["id"], "button": "yes"}, status=409)
    assert "已认领" in refused["error"]["message"]
    await phone.post("tap", {"user": "a", "message": card["id"], "button": "yes", "stale": True})
    await phone.quiet()
    assert receiver.opened[0].findtext("EventKey") == "yes"


async def test_choices_of_a_card_travel_with_the_tap(phone: Phone, receiver: Receiver) -> None:
    options = [{"id": "on_track", "text": "正常"}, {"id": "late", "text": "滞后"}]
    card = {
        "card_type": "multiple_interaction",
        "task_id": "m-1",
        "main_title": {"title": "第2周"},
        "select_list": [{"question_key": "status", "title": "状态", "option_list": options}],
        "submit_button": {"text": "提交", "key": "submit"},
    }
    await phone.send_card("a", card)
    await phone.post("faults", {"endpoint": "callback", "mode": "misspelt"})
    shown = (await phone.shown("a"))[0]
    body = {"user": "a", "message": shown["id"], "button": "submit", "selected": {"status": ["late"]}}
    await phone.post("tap", body)
    await phone.post("tap", body)
    await phone.quiet()
    misspelt, right = receiver.opened
    assert misspelt.findtext("SelectedItems/SelectedItem/OpitonIds/OpitonId") == "late"
    assert right.findtext("SelectedItems/SelectedItem/OptionIds/OptionId") == "late"


async def test_the_menu_and_opening_the_chat_are_events(phone: Phone, receiver: Receiver) -> None:
    await phone.post("menu", {"user": "a", "key": "my_tasks"})
    await phone.post("enter", {"user": "a"})
    await phone.post("menu", {"user": "a", "key": "nothing"}, status=404)
    await phone.quiet()
    assert [one.findtext("Event") for one in receiver.opened] == ["click", "enter_agent"]
    assert receiver.opened[0].findtext("EventKey") == "my_tasks"
    assert await phone.shown("a") == []


async def test_a_press_that_never_gets_through_is_shown_and_can_be_sent_again(phone: Phone, receiver: Receiver) -> None:
    receiver.statuses = [500] * 4
    await phone.post("menu", {"user": "a", "key": "today"})
    await phone.quiet()
    (notice,) = await phone.shown("a")
    assert (notice["kind"], notice["text"], notice["undelivered"]) == ("notice", "菜单「今日」", True)
    await phone.post("resend", {"user": "a", "message": notice["id"]})
    await phone.quiet()
    assert await phone.shown("a") == []


async def test_an_order_of_duplicates_and_forgeries_is_carried_out_once(phone: Phone, receiver: Receiver) -> None:
    for order in ({"mode": "duplicate", "copies": 2}, {"mode": "lost_answer"}):
        await phone.post("faults", {"endpoint": "callback"} | order)
    await phone.say("a", "一")
    await phone.say("a", "二")
    await phone.say("a", "三")
    await phone.quiet()
    assert sorted(receiver.texts()) == sorted(["一"] * 3 + ["二"] * 2 + ["三"])
    assert len(set(receiver.bodies[:3])) == 1
    for mode in ("bad_signature", "foreign_receiver", "bad_padding"):
        await phone.post("faults", {"endpoint": "callback", "mode": mode})
        await phone.say("a", mode)
    await phone.quiet()
    assert receiver.refused[:2] == ["bad_signature", "receive_id_mismatch"]
    assert len(receiver.refused) == 3
    assert receiver.texts()[-3:] == ["bad_signature", "foreign_receiver", "bad_padding"]


async def test_a_passive_reply_is_shown_or_greys_the_card(phone: Phone, receiver: Receiver) -> None:
    def sealed(inner: str) -> str:
        encrypt = receiver.envelope.encrypt(f"<xml>{inner}</xml>")
        signature = receiver.envelope.sign(timestamp="1", nonce="n", encrypt=encrypt)
        return post_body("ww", 1, encrypt).replace(
            "</xml>",
            f"<MsgSignature>{signature}</MsgSignature><TimeStamp>1</TimeStamp><Nonce>n</Nonce></xml>",
        )

    receiver.reply = sealed(f"<MsgType>text</MsgType><Content>{cdata('好的')}</Content>")
    await phone.say("a", "收到")
    await phone.quiet()
    assert [one["text"] for one in await phone.shown("a")] == ["收到", "好的"]
    await phone.send_card("a", button_card("card-1"))
    receiver.reply = sealed("<MsgType>update_button</MsgType><Button><ReplaceName>已提交</ReplaceName></Button>")
    card = (await phone.shown("a"))[-1]
    await phone.post("tap", {"user": "a", "message": card["id"], "button": "yes"})
    await phone.quiet()
    assert (await phone.shown("a"))[-1]["settled"] == "已提交"


async def test_messages_after_an_id_a_msgid_or_a_moment(phone: Phone) -> None:
    first = await phone.say("a", "一")
    await phone.say("a", "二")
    both = await phone.shown("a")
    assert [one["text"] for one in await phone.shown("a", after=str(both[0]["id"]))] == ["二"]
    assert [one["text"] for one in await phone.shown("a", after=first)] == ["二"]
    assert await phone.shown("a", after=both[1]["at"]) == []
    assert len(await phone.shown("a", after="2020-01-01T00:00:00+08:00")) == 2


async def test_hands_that_cannot_are_told_why_in_chinese(phone: Phone) -> None:
    cases = [
        ("say", {"user": "a"}, 400),
        ("say", {"user": "李华", "text": "好"}, 400),
        ("say", {"text": "好"}, 400),
        ("say", {"user": "a", "text": "好", "platform": "feishu"}, 501),
        ("say", {"user": "a", "image": base64.b64encode(b"not a picture" * 9).decode()}, 400),
        ("tap", {"user": "a", "message": 99, "button": "yes"}, 404),
    ]
    for path, body, status in cases:
        answer = await phone.post(path, body, status=status)
        assert any("一" <= char <= "鿿" for char in answer["error"]["message"])
