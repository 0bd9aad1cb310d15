"""A city small enough to keep in mind: six units, ten tasks, three people of 督查室; every name is invented."""

from dataclasses import dataclass, field, replace

from models.rules.plan.grid import Sheet

PAPER = "青政办发〔2026〕3号"
OFFICE = ("苏知微", "闻述白")


@dataclass(frozen=True)
class Unit:
    name: str
    short: str
    head: str = ""
    title: str = "局长"
    account: str = ""
    leader: str = "沈在舟"
    liaison: str = ""
    liaison_account: str = ""
    deputy: str = ""
    deputy_account: str = ""


@dataclass(frozen=True)
class Task:
    seq: int | str  # 3, or 3.1 of a part
    title: str
    goal: str
    lead: str
    due: str = "12月31日前"
    leader: str = "沈在舟"
    support: str = ""
    mark: str = ""
    section: str = "一、城市建设"

    def led_by(self, unit: str) -> "Task":
        return replace(self, lead=unit)


BUILDING = Unit(
    "市住房和城乡建设局",
    "市住建局",
    "方建业",
    account="fangjianye",
    liaison="许文",
    liaison_account="xuwen",
    deputy="邹平",
    deputy_account="zouping",
)
WATER = Unit(
    "市水利局", "市水利局", "江河清", account="jiangheqing", leader="韩冬", liaison="柳溪", liaison_account="liuxi"
)
LAND = Unit("市自然资源和规划局", "市自规局", "石守山", account="shishoushan", liaison="田野", liaison_account="tianye")
STATISTICS = Unit("市统计局", "市统计局", leader="韩冬", liaison="曾数", liaison_account="zengshu")
PARK = Unit("青岚高新技术产业开发区管理委员会", "高新区", "钟启明", "主任", "zhongqiming", "韩冬", "高远", "gaoyuan")
COUNTY = Unit("青山县人民政府", "青山县", "丁青山", "县长", "dingqingshan", "韩冬", "叶子", "yezi")

ROADS = Task(3, "打通城区断头路", "全年打通断头路12条，6月底前打通5条", "市住建局", support="市自规局")
HOMES = Task(6, "推进老旧小区改造", "改造老旧小区30个", "市住建局")
PIPES = Task(13, "新建雨污管网", "新建雨污管网40公里，完成投资3.2亿元", "市住建局")
GAS = Task(20, "整治城镇燃气安全隐患", "排查整治燃气安全隐患，隐患整改率100%", "市住建局", mark="底线")
DAMS = Task(
    5, "实施病险水库除险加固", "完成病险水库除险加固6座", "市水利局", "11月30日前", "韩冬", section="二、水利和资源"
)
VILLAGES = Task(
    8, "提升农村供水保障水平", "农村自来水普及率达到96%", "市水利局", "长期坚持", "韩冬", section="二、水利和资源"
)
PLOTS = Task(9, "处置批而未供土地", "处置批而未供土地3000亩", "市自规局", section="二、水利和资源")
FORESTS = Task(10, "实施国土绿化", "完成国土绿化2万亩", "市自规局", section="二、水利和资源")
SURVEY = Task(11, "开展投资统计监测", "按月开展投资统计监测", "市统计局", leader="韩冬", section="三、产业发展")
CHIPS = Task(
    16, "建设集成电路产业园", "完成投资8亿元，建成标准厂房10万平方米", "高新区", leader="韩冬", section="三、产业发展"
)

TITLE = "青岚市2026年《政府工作报告》重点任务分解和责任落实分工方案"
LEADERS = (
    ("周行远", "市委副书记、市长", "zhouxingyuan"),
    ("沈在舟", "副市长", "shenzaizhou"),
    ("韩冬", "副市长", "handong"),
)
CLERKS = (("闻述白", "市政府督查室主任", "wenshubai"), ("苏知微", "市政府督查室副主任", "suzhiwei"))


@dataclass(frozen=True)
class City:
    units: tuple[Unit, ...] = (BUILDING, WATER, LAND, STATISTICS, PARK)
    tasks: tuple[Task, ...] = (ROADS, HOMES, PIPES, GAS, DAMS, VILLAGES, PLOTS, FORESTS, SURVEY, CHIPS)
    clerks: tuple[tuple[str, str, str], ...] = field(default=CLERKS)
    aides: tuple[tuple[str, str, str], ...] = ()  # name, leader, account

    def with_unit(self, name: str, **changes: str) -> "City":
        """The same city after the contacts were revised: somebody else holds a post."""
        return replace(self, units=tuple(replace(u, **changes) if u.short == name else u for u in self.units))

    def only(self, *tasks: Task) -> "City":
        """Fewer tasks, for a story that needs no more."""
        return replace(self, tasks=tasks)

    def contacts(self) -> list[Sheet]:
        return [
            _sheet("单位通讯录", ("单位", "单位简称", "主要负责人", "职务", "手机号", "企业微信账号", "分管领导", "督查联络员"), [
                (u.name, u.short, u.head, u.title if u.head else "", f"1110000{n:04}", u.account, u.leader, u.liaison)
                for n, u in enumerate(self.units)
            ]),
            _sheet("市领导", ("姓名", "职务", "分管工作", "企业微信账号"), [(n, t, "", a) for n, t, a in LEADERS]),
            _sheet("督查联络员", ("单位", "姓名", "企业微信号"), [(u.name, u.liaison, u.liaison_account) for u in self.units if u.liaison]),
            _sheet("AB岗", ("单位", "姓名", "企业微信号"), [(u.name, u.deputy, u.deputy_account) for u in self.units if u.deputy]),
            _sheet("督查室", ("姓名", "职务", "企业微信账号"), list(self.clerks)),
            *([_sheet("市领导秘书", ("姓名", "服务领导", "企业微信账号"), list(self.aides))] if self.aides else []),
        ]  # fmt: skip

    def plan(self, *, title: str = TITLE, paper: str = PAPER) -> list[Sheet]:
        header = ("序号", "重点任务", "工作目标", "牵头领导", "牵头单位", "责任单位", "时间节点", "备注")
        rows: list[tuple[str, ...]] = [(title,), (paper,), header]
        section = ""
        for task in self.tasks:
            if task.section != section:
                section = task.section
                rows.append((section,))
            rows.append(
                (str(task.seq), task.title, task.goal, task.leader, task.lead, task.support, task.due, task.mark)
            )
        return [_plain("任务分解表", rows, len(header))]

    def accounts(self) -> dict[str, str]:
        """By whom a phone is carried → its user id."""
        found = {u.head: u.account for u in self.units if u.head}
        found |= {u.liaison: u.liaison_account for u in self.units if u.liaison_account}
        found |= {u.deputy: u.deputy_account for u in self.units if u.deputy}
        return found | {n: a for n, _, a in (*LEADERS, *self.clerks, *self.aides)}


def _sheet(name: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> Sheet:
    return _plain(name, [header, *rows], len(header))


def _plain(name: str, rows: list[tuple[str, ...]], width: int) -> Sheet:
    return Sheet(name, tuple((*row, *("" for _ in range(width - len(row)))) for row in rows))
