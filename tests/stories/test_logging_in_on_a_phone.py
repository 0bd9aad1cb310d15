"""A login walked with a browser's own hands, 390 px wide, on each platform; and what the pages look like there."""

import re

import pytest
from office import Office
from playwright.async_api import Page, expect
from test_logging_in import HEAD, link_of, settled
from visitor import IN_APP

TOO_SMALL = """[...document.querySelectorAll('a.button, button, .rows a, input:not([type=hidden])')]
    .filter(one => one.offsetParent && one.offsetHeight < 44).map(one => one.textContent)"""


async def as_in(browser: Page, agent: str) -> list[str]:
    """The browser of an app on a phone; returns what it complains of, and where it goes outside."""
    complaints: list[str] = []
    browser.on("pageerror", lambda error: complaints.append(str(error)))
    browser.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    browser.on("request", lambda asked: complaints.append(asked.url) if "127.0.0.1" not in asked.url else None)
    tools = await browser.context.new_cdp_session(browser)
    await tools.send("Network.setUserAgentOverride", {"userAgent": agent})
    await browser.set_viewport_size({"width": 390, "height": 844})
    return complaints


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("platform", ["wecom", "dingtalk", "feishu"])
async def test_a_head_opens_his_list_and_a_task(office: Office, browser: Page, platform: str) -> None:
    await settled(office, platform)
    await office.say(HEAD, "3号 打通2条，剩下10条11月底前打通")
    complaints = await as_in(browser, IN_APP[platform])
    await browser.goto(f"{office.address}/m/")
    await browser.get_by_role("button", name="方建业").click()
    await browser.wait_for_url(re.compile(f"^{office.address}/m/(#wechat_redirect)?$"))  # a browser keeps that mark
    await expect(browser.locator("header strong")).to_have_text("方建业")
    await expect(browser.locator(".rows li")).to_have_count(2)
    await fits(browser)
    await browser.get_by_role("link", name="断头路").click()
    await expect(browser.get_by_role("heading", name="经过")).to_be_visible()
    await expect(browser.locator("ol li").first).to_contain_text("打通2条")
    await fits(browser)
    await browser.get_by_role("link", name="回清单").click()
    await browser.get_by_role("button", name="退出").click()
    await browser.goto(f"{office.address}/m/")
    await expect(browser.locator("header strong")).to_have_count(0)
    assert complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_link_is_pressed_and_a_used_one_says_what_to_do(office: Office, browser: Page) -> None:
    await settled(office)
    link = await link_of(office, HEAD)
    await as_in(browser, "Mozilla/5.0 (Linux; Android 10) Chrome/88 Mobile")
    await browser.goto(link)
    await expect(browser.locator("main")).to_contain_text("以 方建业（市住建局局长） 的身份进入")
    await fits(browser)
    await browser.get_by_role("button", name="进入").click()
    await browser.wait_for_url(f"{office.address}/m/")
    await browser.goto(link)
    await expect(browser.get_by_role("heading", name="链接已用过")).to_be_visible()
    await fits(browser)
    await browser.get_by_role("link", name="重新登录").click()
    for name in ("企业微信", "钉钉", "飞书"):
        await expect(browser.get_by_role("link", name=re.compile(name))).to_be_visible()
    await fits(browser)


async def fits(browser: Page) -> None:
    assert await browser.evaluate("document.documentElement.scrollWidth") <= 390
    assert await browser.evaluate(TOO_SMALL) == []
