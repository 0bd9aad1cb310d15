"""通讯录核对: what a messenger's directory has that the contacts lack, what nobody but a person can settle, what changed."""

from collections.abc import Mapping, Sequence

from models.messages import Button, ButtonStyle, Card
from models.rules.contact_matching import PLATFORMS
from models.rules.directory import Entry
from models.rules.directory_changes import Change, Distrust, Event
from models.rules.directory_matching import Doubt, Fill, Listed, Match, Open, Proof
from models.wording.phrases import plain, short

PROOFS = {Proof.MOBILE: "手机号和姓名一致", Proof.UNIT: "姓名和单位一致", Proof.TITLE: "姓名和职务一致"}
UNTOUCHED = "只补账号，单位、职务、任务和有效的账号都不动；换人仍由督查室定。"
SAVE, LEAVE = "save", "leave"
_MOST = 6
_REST = "行，全部由管理员运行 sync-contacts 看"


def platform_name(platform: str) -> str:
    return PLATFORMS.get(platform, platform)


def summary(platform: str, people: int, match: Match) -> str:
    total = match.agreed + len(match.fills) + len(match.open)
    return (
        f"{platform_name(platform)}通讯录{people}人；登记在册{total}人：账号一致{match.agreed}人，可补{len(match.fills)}人，"
        f"待核对{len(match.open)}人。"
    )


def fill_line(one: Fill, units: Mapping[str, str]) -> str:
    if one.replaces:
        return f"△ {_who(one.person, units)}：{one.replaces} → {one.entry.userid}（{PROOFS[one.proof]}，原账号通讯录里没有）"
    return f"＋ {_who(one.person, units)}：{one.entry.userid}（{PROOFS[one.proof]}）"


def open_line(one: Open, units: Mapping[str, str]) -> str:
    return f"？ {_who(one.person, units)}：{_doubt(one)}"


def _doubt(one: Open) -> str:
    found = "；".join(map(_there, one.candidates[:3]))
    match one.doubt:
        case Doubt.SEVERAL:
            return f"通讯录里有{len(one.candidates)}个可能：{found}。请在表里填上他的账号"
        case Doubt.NAMESAKES:
            return f"单位里登记了同名的人，分不清是哪一位：{found}。请分别填上账号"
        case Doubt.OTHER_NAME:
            return f"他的手机号在通讯录里是{found}。请核对号码"
        case Doubt.OTHER_MOBILE:
            return f"姓名和单位对得上，手机号不同：{found}。请核对号码"
        case Doubt.OTHER_UNIT:
            return f"单位里没有，别处有同名的：{found}。是他就填上账号"
        case Doubt.OTHER_OWNER:
            return f"登记的账号{one.person.userid}在通讯录里是{found}。请核对"
        case Doubt.TAKEN:
            return f"通讯录里的{found}已登记在别人名下。请核对"
        case Doubt.MOVED:
            return f"登记的账号{one.person.userid}通讯录里没有，可能换成了{found}。是他就改过来"
        case Doubt.LOST:
            return f"登记的账号{one.person.userid}通讯录里没有，也没有同名的人"
        case Doubt.ABSENT:
            return "通讯录里没有同名的人，或不在应用可见范围内"


def _who(person: Listed, units: Mapping[str, str]) -> str:
    unit = "、".join(units.get(one, one) for one in sorted(person.units))
    title = "、".join(sorted(person.titles))
    return " ".join(part for part in (unit, plain(person.name), title) if part)


def _there(entry: Entry) -> str:
    place = "/".join(entry.paths[0]) if entry.paths else "未分部门"
    return f"{plain(entry.name)}（{entry.userid}，{plain(place)}{f'，{plain(entry.title)}' if entry.title else ''}）"


def all_lines(match: Match, units: Mapping[str, str]) -> list[str]:
    return [*(fill_line(one, units) for one in match.fills), *(open_line(one, units) for one in match.open)]


def written(platform: str, count: int) -> str:
    return f"{platform_name(platform)}：已补{count}人的账号。"


def shortened(lines: Sequence[str], more: str) -> list[str]:
    """What a thumb scrolls once, and where the rest is."""
    if len(lines) <= _MOST:
        return list(lines)
    return [*(short(line, 60) for line in lines[:_MOST]), f"另有{len(lines) - _MOST}{more}"]


def change_line(change: Change, units: Mapping[str, str]) -> str:
    who = change.who
    assert who is not None, "a change is of somebody"
    unit = "、".join(units.get(one, one) for one in sorted(who.units))
    title = "、".join(sorted(who.titles))
    name = " ".join(part for part in (unit, title, plain(who.name)) if part)
    was, now = units.get(change.was, change.was), units.get(change.now, change.now)
    match change.event:
        case Event.LEFT if who.heads and who.open_tasks:
            return f"{name}已不在通讯录，单位在办{who.open_tasks}项：请定继任者"
        case Event.LEFT:
            return f"{name}已不在通讯录：请定由谁接"
        case Event.ACCOUNT:
            return f"{name}的账号{was}没有了，同名的账号是{now}：是他就改过来"
        case Event.RENAMED:
            return f"{name}的账号在通讯录里改叫{plain(now)}：是换了人还是改了名"
        case Event.HEAD:
            return (
                f"{units.get(change.unit, change.unit)}的负责人，通讯录里是{plain(now)}，登记的是{plain(was)}：是否换人"
            )
        case Event.UNIT:
            return f"{name}在通讯录里调到了{now}：原任务是否交接"
        case Event.TITLE:
            return f"{name}的职务由{plain(was)}改为{plain(now)}：任务责任是否变"
        case Event.HIDDEN:
            return f"{name}在通讯录里看不到了：可能离任，也可能应用的可见范围变了，未按离任处理"


def changed(platform: str, lines: Sequence[str]) -> str:
    return "\n".join(
        [
            f"{platform_name(platform)}通讯录有{len(lines)}处变动，请您定。",
            *shortened(lines, "处，回“通讯录变动”看全部"),
            "任务和责任人都没有动；定了以后改通讯录表再导入。",
        ]
    )


def changed_line(platform: str, count: int) -> str:
    return f"{platform_name(platform)}通讯录有{count}处变动请您定，回“通讯录变动”看"


def changes_told(lines: Sequence[str]) -> str:
    if not lines:
        return "通讯录没有需要您定的变动。"
    return "\n".join(["上次核对通讯录的变动：", *lines, "任务和责任人都没有动；定了以后改通讯录表再导入。"])


def being_read() -> str:
    return "好的，正在读通讯录。读完把能补的账号列给您，您确认后才写入。"


def not_read(platform: str, error: str) -> str:
    return f"{platform_name(platform)}通讯录没有读成：{error}"


def empty(platform: str) -> str:
    return f"{platform_name(platform)}通讯录读出来是空的：请管理员核对应用的可见范围。"


def nothing_to_fill(lines: Sequence[str]) -> str:
    if not lines:
        return "没有一个平台能读通讯录，没有改动。"
    return "\n".join([*shortened(lines, _REST), "没有要补的账号，没有改动。"])


def proposal(card_id: str, lines: Sequence[str], count: int) -> Card:
    title = f"通讯录核对：可补{count}人的账号" if count else "通讯录核对：人数比上次少了许多"
    body = "\n".join([UNTOUCHED, *shortened(lines, _REST)])
    save = f"补上{count}人" if count else "按现在的人数"
    return Card(card_id, title, body, buttons=(Button(SAVE, save, ButtonStyle.PRIMARY), Button(LEAVE, "先不补")))


def left_alone() -> str:
    return "没有改动。"


def distrusted(platform: str, why: Distrust, before: int | None, now: int) -> str:
    name = platform_name(platform)
    if why is Distrust.EMPTY:
        return f"{name}通讯录读出来是空的，没有据此认定任何人离任。请管理员核对应用的可见范围和通讯录权限。"
    return (
        f"{name}通讯录只读到{now}人（上次{before}人），多半是应用的可见范围变小了，没有据此认定任何人离任。"
        "请管理员核对范围；确实减了人，回“同步通讯录”并确认，以后按新的人数比较。"
    )


def unread(platform: str, error: str) -> str:
    return f"{platform_name(platform)}通讯录没有读成，没有据此认定任何人离任：{error}"
