"""Nobody has a password: the messenger says whose browser it is, and the pages show what its chat would, no more."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from urllib.parse import quote

import pytest
from city_of_stories import CHIPS, DAMS, HOMES, ROADS, City
from office import Office
from visitor import DESK, IN_APP, Visitor, browsing

from models import logins
from models.audit import AuditEntry
from models.logins import LoginLink, WebSession
from models.people import Account, Holding
from models.rules.plan.grid import Sheet
from models.settings import hash_token

COLUMNS = {"wecom": "企业微信账号", "dingtalk": "钉钉账号", "feishu": "飞书账号"}
HEAD, OTHER_HEAD, LEADER, OFFICE = "方建业", "江河清", "韩冬", "苏知微"


@dataclass(frozen=True)
class On(City):
    platform: str = "wecom"

    def contacts(self) -> list[Sheet]:
        names = ("企业微信账号", "企业微信号")
        return [
            replace(
                one,
                rows=(tuple(COLUMNS[self.platform] if name in names else name for name in one.rows[0]), *one.rows[1:]),
            )
            for one in super().contacts()
        ]


async def settled(office: Office, platform: str = "wecom") -> Office:
    office.city = On(tasks=(ROADS, HOMES, DAMS, CHIPS), platform=platform)
    await office.settle_in()
    await office.import_plan()
    await office.dispatch()
    await office.at("2026-03-02 08:45")
    return office


@pytest.fixture
async def town(office: Office) -> Office:
    return await settled(office)


@pytest.fixture
async def desk(town: Office) -> AsyncIterator[Visitor]:
    async with browsing(town.address, DESK) as visitor:
        yield visitor


@pytest.fixture
async def app(town: Office) -> AsyncIterator[Visitor]:
    async with browsing(town.address, IN_APP["wecom"]) as visitor:
        yield visitor


async def link_of(office: Office, who: str) -> str:
    await office.say(who, "登录")
    said = await office.expect(who, "/login/link/", "5分钟", "请勿转发")
    found = re.search(r"http\S+/login/link/\S+", said)
    assert found
    return found[0]


# in the app, by a scan, by a link


@pytest.mark.parametrize("platform", ["wecom", "dingtalk", "feishu"])
async def test_in_each_app_a_page_knows_whose_phone_it_is_on(office: Office, platform: str) -> None:
    await settled(office, platform)
    async with browsing(office.address, IN_APP[platform]) as visitor:
        await visitor.open("/m/tasks/3")
        if platform == "dingtalk":  # its script hands the code over; nobody is sent anywhere
            await visitor.bridged("fangjianye")
        else:
            await visitor.pick("fangjianye")
        assert visitor.at == f"{office.address}/m/tasks/3", visitor.words
        assert "打通城区断头路" in visitor.words
        await visitor.open("/m/")
        assert "方建业" in visitor.words
        assert "市住建局局长" in visitor.words


@pytest.mark.parametrize("platform", ["wecom", "dingtalk", "feishu"])
async def test_at_a_desk_the_page_names_the_ways_there_are(office: Office, platform: str) -> None:
    await settled(office, platform)
    async with browsing(office.address, DESK) as visitor:
        await visitor.open("/m/")
        for name in ("企业微信扫码登录", "钉钉扫码登录", "飞书扫码登录", "发“登录”"):
            assert name in visitor.words
        await visitor.open(f"/login/{platform}?next=/m/tasks/3")
        await visitor.pick("fangjianye")
        assert visitor.at == f"{office.address}/m/tasks/3", visitor.words


async def test_in_dingtalk_without_its_script_one_press_is_enough(office: Office) -> None:
    await settled(office, "dingtalk")
    async with browsing(office.address, IN_APP["dingtalk"]) as visitor:
        await visitor.open("/m/")
        pressed = re.search(r'href="(/login/dingtalk\?pressed[^"]+)"', visitor.text)
        assert pressed
        await visitor.open(pressed[1].replace("&amp;", "&"))
        await visitor.pick("fangjianye")
        assert visitor.at == f"{office.address}/m/"


async def test_a_private_deployment_answers_by_the_older_call(office: Office) -> None:
    await settled(office)
    await office.restart(wecom_userinfo_path="user/getuserinfo")
    async with browsing(office.address, IN_APP["wecom"]) as visitor:
        await (await visitor.open("/m/")).pick("fangjianye")
        assert "方建业" in visitor.words


async def test_a_link_from_the_chat_logs_one_person_in_once(town: Office, desk: Visitor) -> None:
    link = await link_of(town, HEAD)
    for _ in range(3):  # the messenger's preview looks first, and the finger twice
        await desk.open(link)
        assert "方建业（市住建局局长）" in desk.words
    await desk.press()
    assert (desk.at, desk.status) == (f"{town.address}/m/", 200)
    async with browsing(town.address) as thief:
        await thief.open(link)
        assert "链接已用过" in thief.words
        await thief.open("/m/")
        assert thief.at.startswith(f"{town.address}/login")


async def test_a_link_is_over_after_five_minutes(town: Office, desk: Visitor) -> None:
    link = await link_of(town, HEAD)
    await desk.open(link)
    await town.pass_time(5)
    await desk.press()
    assert (desk.status, "链接已失效" in desk.words) == (403, True)
    await desk.open(f"{town.address}/login/link/guessed")
    assert (desk.status, "链接已失效" in desk.words) == (403, True)


async def test_links_are_not_made_without_end(town: Office) -> None:
    for _ in range(10):
        await link_of(town, HEAD)
    await town.say(HEAD, "登录")
    await town.expect(HEAD, "太多次")
    await town.pass_time(61)
    await link_of(town, HEAD)


async def test_without_an_address_or_a_key_the_chat_says_so(town: Office) -> None:
    logins.open_at("")
    await town.say(HEAD, "登录")
    await town.expect(HEAD, "网页还没有开通")


# what does not log in


async def test_a_state_is_good_in_its_own_browser_once_and_for_ten_minutes(town: Office, app: Visitor) -> None:
    await (await app.open("/m/")).pick("fangjianye")
    back = next(one for one in app.passed if "/login/wecom/back" in one)
    await app.open(back)
    assert (app.status, "登录没有完成" in app.words) == (403, True), "the state was used"
    async with browsing(town.address, IN_APP["wecom"]) as other:
        await other.open("/m/")
        theirs = await other.stop_before_back("fangjianye")
        await app.open(theirs)
        assert app.status == 403, "it belongs to another browser"
        await town.pass_time(10)
        await other.open(theirs)
        assert other.status == 403, "it is too old"


async def test_a_code_is_good_once_and_for_five_minutes(town: Office, app: Visitor) -> None:
    await app.open("/m/")
    back = await app.stop_before_back("fangjianye")
    await town.pass_time(5)
    await app.open(back)
    assert (app.status, "已过期，或已经用过" in app.words) == (403, True)


@pytest.mark.parametrize("platform", ["wecom", "dingtalk", "feishu"])
async def test_whoever_is_of_no_organisation_of_ours_stays_outside(office: Office, platform: str) -> None:
    await settled(office, platform)
    async with browsing(office.address, DESK) as visitor:
        await (await visitor.open(f"/login/{platform}")).pick("")
        assert (visitor.status, "不是本单位组织的账号" in visitor.words) == (403, True), visitor.words
        await (await visitor.open(f"/login/{platform}")).cancel()
        assert (visitor.status, "没有登录" in visitor.words) == (403, True), visitor.words


async def test_a_member_whom_the_contacts_do_not_know_is_told_so(town: Office, app: Visitor) -> None:
    town.knows_phone("路人", "luren")
    await town.say("路人", "你好")
    await (await app.open("/m/")).pick("luren")
    assert (app.status, "还没有登记" in app.words) == (403, True)


@pytest.mark.parametrize(
    ("fault", "status", "says"),
    [
        ({"status": 502}, 503, "平台这会儿没有答复"),
        ({"errcode": 50001}, 503, "还没有配好"),
        ({"errcode": 42022}, 403, "已过期，或已经用过"),
    ],
)
async def test_what_the_platform_refuses_is_said(
    town: Office, app: Visitor, fault: dict[str, int], status: int, says: str
) -> None:
    await town.spoil("auth/getuserinfo", **fault)
    await (await app.open("/m/")).pick("fangjianye")
    assert (app.status, says in app.words) == (status, True), app.words
    await town.say(HEAD, "我的任务")
    await town.expect(HEAD, "您手上")  # the chat goes on


async def test_twenty_wrong_tries_of_one_address_are_the_last_of_the_hour(town: Office, desk: Visitor) -> None:
    for n in range(20):
        await desk.open(f"{town.address}/login/link/guess-{n}")
        assert desk.status == 403
    link = await link_of(town, HEAD)
    await desk.open(link)
    assert (desk.status, "试得太多了" in desk.words) == (429, True)
    await town.restart()
    await desk.open(link)
    assert desk.status == 429, "a restart opens no lock"
    await town.pass_time(61)
    await desk.open(await link_of(town, HEAD))
    assert desk.status == 200


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "/m/../../login", "/m//evil.example", "javascript:alert(1)",
        "/api/v1/tasks", "/m/%2f%2fevil.example", "/m/\r\nSet-Cookie:a=b", "/m/tasks/3?x=1",
    ],
)  # fmt: skip
async def test_a_login_ends_on_a_page_of_ours(town: Office, desk: Visitor, asked: str) -> None:
    await desk.open(f"/login/wecom?next={quote(asked, safe='')}")
    await desk.pick("fangjianye")
    assert desk.at == f"{town.address}/m/"


async def test_a_form_of_another_site_logs_nobody_in(town: Office, desk: Visitor) -> None:
    link = await link_of(town, HEAD)
    await desk.open(link, state="0" * 64)
    assert (desk.status, "不是从本机这个浏览器发起" in desk.words) == (403, True)
    await desk.open(link)
    await desk.press()
    assert desk.status == 200, "and the link was not used up"


# the session


async def test_who_leaves_the_organisation_is_out_at_once(town: Office, app: Visitor) -> None:
    await (await app.open("/m/")).pick("fangjianye")
    assert app.status == 200
    await Account.filter(userid="fangjianye").update(stale=True)
    await app.open("/m/")
    assert "这是谁的手机" in app.text, "he is asked anew who he is"
    await app.pick("fangjianye")
    assert (app.status, "还没有登记" in app.words) == (403, True)


async def test_whose_posts_end_sees_nothing_more(town: Office, app: Visitor) -> None:
    await (await app.open("/m/tasks/3")).pick("fangjianye")
    assert app.status == 200
    person = (await Account.get(userid="fangjianye")).person_id
    await Holding.filter(person_id=person).update(until=await town.now())
    await app.open("/m/tasks/3")
    assert "打通城区断头路" not in app.words


async def test_a_session_lasts_twelve_hours_and_of_the_office_half_an_hour_of_rest(town: Office) -> None:
    async with browsing(town.address) as head, browsing(town.address) as clerk:
        for visitor, who in ((head, HEAD), (clerk, OFFICE)):
            await visitor.open(await link_of(town, who))
            await visitor.press()
        await town.pass_time(31)
        assert (await clerk.open("/m/")).at.startswith(f"{town.address}/login")
        assert (await head.open("/m/")).at == f"{town.address}/m/"
        await town.pass_time(12 * 60)
        assert (await head.open("/m/")).at.startswith(f"{town.address}/login")


async def test_a_session_is_kept_by_hash_in_a_cookie_that_no_script_reads(town: Office, app: Visitor) -> None:
    await app.open("/m/")
    back = await app.stop_before_back("fangjianye")
    async with app.session.get(back, allow_redirects=False) as got:
        cookie = next(one for one in got.headers.getall("Set-Cookie") if one.startswith("mashang="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie, "the sandbox is not https"
    token = cookie.split("=")[1].split(".")[0]
    assert token not in str([dict(one) for one in await WebSession.all().values()])
    [entry] = await AuditEntry.filter(action="login")
    assert entry.data == {"platform": "wecom"}
    await app.open("/m/")
    await app.open("/logout", over="1")
    async with app.session.get(
        f"{town.address}/m/", headers={"Cookie": cookie.split(";")[0]}, allow_redirects=False
    ) as got:
        assert got.status == 302, "the old cookie opens nothing"


async def test_of_a_link_its_hash_alone_is_kept(town: Office) -> None:
    token = (await link_of(town, HEAD)).rsplit("/", 1)[1]
    [kept] = await LoginLink.all()
    assert token not in str(dict(kept))
    assert kept.token_hash == hash_token(token)


# what is shown


async def test_the_list_is_the_one_of_the_chat(town: Office, app: Visitor) -> None:
    await (await app.open("/m/")).pick("fangjianye")
    await town.say(HEAD, "我的任务")
    told = (await town.read(HEAD))[-1].splitlines()[1:-1]
    shown = [line for line in app.words.splitlines() if re.match(r"[🟢🟡🔴⚪]", line)]
    assert shown == told


async def test_a_task_is_shown_as_the_chat_shows_it_with_its_history(town: Office, app: Visitor) -> None:
    await town.tap(HEAD, "认领")
    await town.say(HEAD, "3号 打通2条<script>alert(1)</script>，剩下10条11月底前打通")
    await (await app.open("/m/tasks/3")).pick("fangjianye")
    await town.say(HEAD, "进度 3")
    for line in (await town.read(HEAD))[-1].splitlines():
        assert line in app.words, app.words
    assert "<script>alert" not in app.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in app.text
    assert app.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert not re.search(r"<script|https?://(?!127)", app.text)


@pytest.mark.parametrize(
    ("who", "account", "sees"),
    [
        (HEAD, "fangjianye", {3, 6}),
        (OTHER_HEAD, "jiangheqing", {5}),
        ("许文", "xuwen", {3, 6}),
        (LEADER, "handong", {5, 16}),
        ("沈在舟", "shenzaizhou", {3, 6}),
        (OFFICE, "suzhiwei", {3, 5, 6, 16}),
    ],
)
async def test_nobody_sees_a_task_that_his_chat_would_not_show(
    town: Office, app: Visitor, who: str, account: str, sees: set[int]
) -> None:
    await (await app.open("/m/")).pick(account)
    for number, title in ((3, "断头路"), (5, "病险水库"), (6, "老旧小区"), (16, "集成电路")):
        await app.open(f"/m/tasks/{number}")
        assert (title in app.words, app.status) == ((True, 200) if number in sees else (False, 404)), number
        await town.say(who, f"进度 {number}")
        assert (title in (await town.read(who))[-1]) == (number in sees)


@pytest.mark.parametrize("path", ["/m", "/m/", "/m/find?number=3", "/m/tasks/3", "/m/nowhere", "/m/tasks/3/x"])
async def test_no_page_opens_without_a_login(town: Office, desk: Visitor, path: str) -> None:
    await desk.open(path)
    assert desk.at.startswith(f"{town.address}/login"), desk.at
    async with desk.session.get(f"{town.address}{path}", headers={"Cookie": "mashang=forged.forged"}) as got:
        assert "扫码登录" in await got.text()
