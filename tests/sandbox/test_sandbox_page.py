"""The phone page in a browser, on a laptop and on a phone."""

import pytest
from aiohttp import FormData
from playwright.async_api import Page, Route, expect
from sandbox_party import AGENT, Phone, Receiver, button_card

from bot.sandbox.media import drawn_picture

PEOPLE = [
    {"user": "sujianwei", "name": "苏见微", "title": "督查专员", "unit": "市政府督查室", "role": "admin"},
    {"user": "shenwanqing", "name": "沈万清", "title": "市长", "role": "leader"},
    {"user": "luguangsha", "name": "鲁广厦", "title": "局长", "unit": "市住建局", "role": "head"},
    {"user": "ganyifan", "name": "甘一帆", "title": "联络员", "unit": "市住建局", "role": "liaison"},
]


@pytest.mark.browser
async def test_a_head_reads_a_card_taps_it_and_answers(phone: Phone, receiver: Receiver, browser: Page) -> None:
    complaints: list[str] = []
    browser.on("pageerror", lambda error: complaints.append(str(error)))
    await phone.post("people", PEOPLE)
    await phone.post("time", {"now": "2026-06-08T08:40:00+08:00"})
    await phone.sign_in()
    sent = await phone.send_card("luguangsha", button_card("c-1", title="<b>46号</b> 请认领"))
    await browser.set_viewport_size({"width": 1280, "height": 800})
    await browser.goto(f"{phone.base}/sandbox/")

    for group in ("督查室", "领导", "单位负责人", "联络员"):
        await expect(browser.locator(".group h2", has_text=group)).to_be_visible()
    head = browser.get_by_role("button", name="鲁广厦，市住建局 · 局长，1 条未读")
    await head.click()
    await expect(browser.locator(".card .title")).to_have_text("<b>46号</b> 请认领")
    await expect(browser.locator(".badge")).to_have_count(0)

    await browser.get_by_role("button", name="都对").click()
    await phone.quiet()
    assert receiver.opened[-1].findtext("EventKey") == "yes"
    change = {"userids": ["luguangsha"], "agentid": AGENT, "response_code": sent["response_code"]}
    await phone.call("message/update_template_card", change | {"button": {"replace_name": "已认领"}})
    await expect(browser.get_by_role("button", name="已认领")).to_be_disabled()

    await browser.get_by_label("要说的话").fill("<img src=x onerror=alert(1)> 我牵头")
    await browser.keyboard.press("Enter")
    await expect(browser.locator(".me .bubble").last).to_have_text("<img src=x onerror=alert(1)> 我牵头")
    await phone.quiet()
    assert receiver.texts()[-1] == "<img src=x onerror=alert(1)> 我牵头"
    assert await browser.locator("#chat img").count() == 0
    assert complaints == []


@pytest.mark.browser
async def test_on_a_narrow_screen_list_and_chat_take_turns(phone: Phone, receiver: Receiver, browser: Page) -> None:
    await phone.post("people", PEOPLE)
    await phone.send_text("ganyifan", "**不**是标记")
    await browser.set_viewport_size({"width": 390, "height": 844})
    await browser.goto(f"{phone.base}/sandbox/")
    await browser.get_by_label("找人").fill("一帆")
    await expect(browser.locator(".person")).to_have_count(1)
    await browser.locator(".person").click()
    await expect(browser.locator("#people")).to_be_hidden()
    await expect(browser.locator(".bot .bubble")).to_have_text("**不**是标记")
    await browser.get_by_role("button", name="发图片或语音").click()
    await browser.get_by_role("button", name="拍一张（示意图）").click()
    await expect(browser.locator(".me img")).to_be_visible()
    await browser.get_by_role("button", name="今日").click()
    await phone.quiet()
    assert [one.findtext("MsgType") for one in receiver.opened] == ["image", "event"]
    receiver.statuses = [500] * 4
    await browser.get_by_label("要说的话").fill("在吗")
    await browser.get_by_role("button", name="发送").click()
    await browser.get_by_role("button", name="未送达，点此重发").click()
    await expect(browser.locator(".lost")).to_have_count(0)
    small = await browser.evaluate(TOO_SMALL)
    assert small == []
    assert await browser.evaluate("document.documentElement.scrollWidth") <= 390
    await phone.post("reset", {})
    await expect(browser.locator("#chat li")).to_have_count(0)
    await browser.get_by_role("button", name="返回通讯录").click()
    await expect(browser.locator("#people")).to_be_visible()


@pytest.mark.browser
async def test_pictures_open_and_files_are_saved_on_a_narrow_screen(phone: Phone, browser: Page) -> None:
    await phone.post("people", PEOPLE)
    await phone.sign_in()
    paper, board = b"PK" + bytes(200), drawn_picture("通报")
    name = "青岚市2026年《政府工作报告》重点任务分解台账（3月6日）.xlsx"
    for kind, title, content in (("image", "板.png", board), ("file", name, paper)):
        form = FormData(quote_fields=False)
        form.add_field("media", content, filename=title)
        url = f"{phone.base}/cgi-bin/media/upload"
        async with phone.session.post(url, params={"access_token": phone.token, "type": kind}, data=form) as answer:
            media = (await answer.json())["media_id"]
        body = {"touser": "ganyifan", "msgtype": kind, "agentid": AGENT, kind: {"media_id": media}}
        assert (await phone.call("message/send", body))["errcode"] == 0
    await browser.set_viewport_size({"width": 390, "height": 844})
    await browser.goto(f"{phone.base}/sandbox/")
    await browser.get_by_label("找人").fill("一帆")
    await expect(browser.locator(".person")).to_contain_text("重点任务分解台账")
    await browser.locator(".person").click()
    async with browser.context.expect_page() as opened:
        await browser.get_by_role("link", name="图片，点开看原图").click()
    assert "/sandbox/media/" in (await opened.value).url
    async with browser.expect_download() as saved:
        await browser.get_by_role("link", name=name).click()
    download = await saved.value
    assert (download.suggested_filename, (await download.path()).read_bytes()) == (name, paper)
    box = await browser.locator(".file").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert await browser.evaluate("document.documentElement.scrollWidth") <= 390


TOO_SMALL = """[...document.querySelectorAll('button')].filter(b => b.offsetParent && b.offsetHeight < 44)
    .map(b => b.textContent)"""


@pytest.mark.browser
async def test_the_clock_is_turned_and_tells_what_went_out(phone: Phone, browser: Page) -> None:
    await phone.post("time", {"now": "2026-06-08T08:40:00+08:00"})
    asked: list[object] = []

    async def bots_clock(route: Route) -> None:
        request = route.request
        if request.method == "GET":
            await route.fulfill(json={"now": "2026-06-08T08:40:00+08:00"})
            return
        asked.append(request.post_data_json)
        await route.fulfill(json={"now": "2026-06-09T08:40:00+08:00", "sent": 12, "fired": 5})

    await browser.route("**/sandbox/clock", bots_clock)
    await browser.set_viewport_size({"width": 1280, "height": 800})
    await browser.goto(f"{phone.base}/sandbox/")
    await expect(browser.locator("#now-time")).to_have_text("08:40")
    for name in ("＋1小时", "次日早上", "＋1周"):
        await browser.get_by_role("button", name=name).click()
        await expect(browser.get_by_role("button", name="＋1小时")).to_be_enabled()
    assert asked == [
        {"advance_minutes": 60},
        {"now": "2026-06-10T08:40:00+08:00"},
        {"advance_minutes": 10080},
    ]
    await expect(browser.locator("#turned li").first).to_contain_text("到点 5 件，发出 12 条")
    await expect(browser.locator("#now")).to_contain_text("6月9日 周二")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 390])
async def test_the_clock_fits_the_smallest_phone(browser: Page, phone: Phone, width: int) -> None:
    async def bots_clock(route: Route) -> None:
        await route.fulfill(json={"now": "2026-12-28T22:40:00+08:00"})

    await browser.route("**/sandbox/clock", bots_clock)
    await browser.set_viewport_size({"width": width, "height": 568})
    await browser.goto(f"{phone.base}/sandbox/")
    await expect(browser.locator("#now-day")).to_contain_text("12月28日")
    assert await browser.evaluate("document.documentElement.scrollWidth") <= width
    last = await browser.get_by_role("button", name="＋1周").bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= width
    assert await browser.evaluate(TOO_SMALL) == []


@pytest.mark.browser
async def test_without_the_bot_the_clock_cannot_be_turned(phone: Phone, browser: Page) -> None:
    await browser.goto(f"{phone.base}/sandbox/")
    await expect(browser.get_by_role("button", name="＋1周")).to_be_disabled()
