"""The words offices head their columns with, and what each of them means."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a column holds; the value is the word shown to people and accepted as an override."""

    SEQ = "序号"
    SECTION = "类别"
    TITLE = "重点任务"
    GOAL = "工作目标"
    LEADER = "牵头领导"
    LEAD = "牵头单位"
    SUPPORT = "配合单位"
    OWNER = "责任人"
    DUE = "完成时限"
    STEPS = "进度安排"
    PERIOD = "阶段节点"  # a quarter, half year or month has a column of its own
    NOTE = "备注"
    SECRECY = "密级"
    MARK = "重点标识"
    SOURCE = "任务来源"
    PROGRESS = "进展情况"
    ISSUES = "存在问题"
    MEASURES = "下步措施"
    OTHER = "其他"  # known and not read: telephones, start dates, posts


SURE = 0.9
LIKELY = 0.5

_UNIT = "(?:(?:单位|部门|机构|主体|局|方)(?:名称)?)"
_PERSON = "(?:责任人|负责人|负责同志|第一责任者|主要责任者|牵头人|承办人|主要领导|主要负责)"
_SUPPORT = "(?:协助配合|协同配合|配合|协办|协同|协作|参与|参加|协助|支持|会办|联办|成员|会同|联动|支撑|共同责任)"
_LEAD = "(?:总?牵头|主办|主责|首责|第一责任|主要责任|主抓|主牵|领办)"
_GOVERNMENT = "(?:省|市|县|区|州|盟|旗)(?:级|委|政府|委市政府|委县政府)?"
_NO_GOAL = "(?!.*(?:进度|时间|时限|期限|节点|单位|部门|领导|责任|阶段))"


@dataclass(frozen=True, slots=True)
class _Word:
    role: Role
    weight: float
    pattern: re.Pattern[str]


def _word(role: Role, weight: float, pattern: str) -> _Word:
    return _Word(role, weight, re.compile(pattern, re.IGNORECASE))


# Full matches on the squeezed header. The first match of a role counts, so the surer words stand first.
_WORDS = (
    _word(Role.OTHER, 1.0, r"(?!.*[人导](?:及|和|与|、|/)).*(?:电话|手机|联系方式|职务|职位|邮箱|账号)"),
    _word(Role.OTHER, 1.0, r".*(?:开工|开始|启动|起始|上报|填报|报送|更新|印发|下达|交办)(?:时间|日期|时点)"),
    _word(Role.OTHER, 0.9, r".*(?:联络员|联系人|填报人|经办人|权重|分值|得分|评分|总投资|资金来源)(?:姓名)?.*"),
    _word(Role.PROGRESS, 1.0, r".*(?:进展|完成|落实|推进|办理|执行|工作|实施)情况.*"),
    _word(
        Role.PROGRESS,
        1.0,
        r".*(?:进展|完成率|完成比例|是否完成|实际|目前|当前|已完成|佐证|自评).*|进度|"
        r".*完成进度",
    ),
    _word(Role.PROGRESS, 1.0, r"(?:完成|取得|实际|工作|主要)?成效"),
    _word(Role.OTHER, 0.9, r".*(?:地址|地点|位置|状态|优先级|投资额|提案号|文件号)"),
    _word(Role.ISSUES, 1.0, r"(?:主要)?(?:存在)?的?(?:主要)?(?:问题|困难|堵点|难点).*"),
    _word(Role.MEASURES, 1.0, r".*下一?步.*|(?:整改|解决|应对)(?:措施|办法)|.*打算"),
    _word(
        Role.SEQ,
        1.0,
        r"(?:任务|项目|工作|事项|台账|总|分)?(?:序号?|编号|号|序次|顺序号?)|项次|次序|"
        r"条目|no\.?|№|#",
    ),
    _word(Role.SECRECY, 1.0, r"密级|.*(?:公开属性|是否公开|公开方式|知悉范围|是否内部)"),
    _word(
        Role.MARK,
        1.0,
        r".*(?:是否(?:重点|底线|重大|必保)|标识|标记|标注|星标|重要程度|重要等级|底线任务|"
        r"任务等级|任务属性)",
    ),
    _word(Role.NOTE, 1.0, r"备注.*|备考|说明|附注|注|其他|其它|其他说明|补充说明"),
    _word(Role.SOURCE, 0.9, r".*(?:来源|依据|文号|出处|报告原文|提出部门)"),
    _word(
        Role.SECTION,
        0.95,
        r"(?:任务|工作|项目|事项|所属|重点|指标|责任)*(?:类别|分类|类型|板块|领域|大类|"
        r"方面|篇章|章节|模块|条线|类)",
    ),
    _word(
        Role.SECTION,
        0.9,
        r".*(?:板块|大类|所属专项|专项名称|专班|一级(?:任务|指标|目标))|领域.*|专项|行动|"
        r"工程类别",
    ),
    _word(Role.LEADER, 0.99, rf"(?:{_GOVERNMENT})?(?:总?牵头)(?:负责|责任)?(?:{_GOVERNMENT})?领导(?:同志|姓名)?"),
    _word(
        Role.LEADER,
        0.97,
        rf"(?:.*{_GOVERNMENT})?(?:牵头|责任|分管|包保|包联|联系|挂帅|包抓|领衔|主管|督办|"
        rf"调度|负责|挂钩|联挂|协管)*(?:{_GOVERNMENT})?(?:责任|负责|分管)?领导(?:同志|"
        rf"姓名)?(?:及.*)?",
    ),
    _word(Role.LEADER, 0.9, r"(?!.*(?:单位|部门|小组|班子|机构))[\u4e00-\u9fff]{0,6}领导(?:同志|姓名)?"),
    _word(Role.LEADER, 0.97, rf".*{_GOVERNMENT}(?:牵头|责任|分管|主要)?(?:责任人|负责人|负责同志|牵头人)"),
    _word(
        Role.LEADER,
        0.93,
        r"(?:牵头|责任|分管|包保|联系|挂帅|主管|副|负责|领衔)*(?:市长|县长|区长|州长|旗长|"
        r"盟长|指挥长|常委|秘书长)",
    ),
    _word(
        Role.LEADER,
        0.93,
        r"总?(?:调度|召集|指挥|督导)(?:人|长)|链长|路长|(?:挂帅|领衔|包抓|领办)(?:人|"
        r"领导)?",
    ),
    _word(
        Role.OWNER,
        0.97,
        rf"(?:第一|主要|牵头|主办|主责|承办|责任|单位|部门|{_LEAD}{_UNIT}|(?:承办|责任|"
        rf"主管|实施){_UNIT})*{_PERSON}(?:姓名|及.*)?",
    ),
    _word(Role.OWNER, 0.8, rf"(?:具体|直接|分管|现场|工作|项目|科室|经办|本级|行业)*{_PERSON}(?:姓名)?"),
    _word(
        Role.OWNER,
        0.7,
        rf"(?:单位|部门|{_LEAD}?{_UNIT})(?:分管|主管|主要)?领导(?:姓名)?|负责|责任者|"
        rf"领办人|第一责任",
    ),
    _word(Role.OWNER, 0.55, rf"{_SUPPORT}(?:责任)?{_UNIT}?(?:主要)?{_PERSON}"),
    _word(
        Role.SUPPORT,
        1.0,
        rf"(?:主要)?{_SUPPORT}(?:责任|牵头|落实)?{_UNIT}(?:及.*)?|责任{_SUPPORT}{_UNIT}|"
        rf"(?:协办|配合|协同|参与|协助)",
    ),
    _word(Role.SUPPORT, 0.85, rf".*(?:{_SUPPORT}{_UNIT}).*|其[他它余](?:责任|有关|相关)?{_UNIT}"),
    _word(
        Role.LEAD,
        1.0,
        rf"{_LEAD}(?:责任|负责|落实|市直|县直|区直|承办|主管)*{_UNIT}?(?:及.*|"
        rf"[/或、和]?(?:责任|主办|承办).*)?",
    ),
    _word(Role.LEAD, 0.8, rf"(?:第一|工作|任务|落实|主体)?责任{_UNIT}(?:及.*)?"),
    _word(Role.LEAD, 0.7, rf"(?:具体)?(?:承办|负责|承担|落实|任务){_UNIT}(?:及.*)?"),
    _word(
        Role.LEAD,
        0.6,
        rf"(?:主管|行业主管|组织|实施|组织实施|执行|推进){_UNIT}|(?:市直|县直|"
        rf"区直)?(?:单位|部门)(?:名称)?|责任(?:分工|落实)",
    ),
    _word(Role.LEAD, 0.3, rf"(?:项目)?(?:业主|建设|实施主体){_UNIT}?|项目法人"),
    _word(
        Role.DUE,
        1.0,
        r".*(?:时限|期限|截止(?:时间|日期)|(?:完成|办结|竣工|交付|结束|达标|销号|完工|"
        r"投用|整改|交账|起止|办理)(?:时间|日期|时点|节点|时间节点))(?:要求|安排|节点)?",
    ),
    _word(
        Role.DUE,
        0.9,
        r"(?:工作|任务|计划|推进|完成)?时间(?:节点|要求|点|限制|进度|表)?|(?:完成|办结|"
        r"年度)?节点(?:要求|时间)?|何时(?:完成|办结)|日期|工期|时间安排|完成时序",
    ),
    _word(
        Role.STEPS,
        0.9,
        r".*(?:进度安排|推进计划|节点安排|步骤|阶段性?(?:目标|任务|安排|计划|节点)?|"
        r"里程碑|工作节点|节点目标|节点任务|节点计划|进度计划|形象进度.*|推进安排|"
        r"实施计划|路线图|时序进度|季度.*|月度.*|推进时序|工作安排|进度目标|序时.*)",
    ),
    _word(Role.STEPS, 0.6, r"(?:年度|全年)?(?:工作|实施)计划|进度(?:要求|节点)|时间进度.*"),
    _word(Role.TITLE, 1.0, r".*(?:任务|项目|事项|工作|工程|实事|清单|指标)名称"),
    _word(
        Role.TITLE,
        0.92,
        r"(?!.*目标)(?:.*年)?(?:重点|主要|年度|重大|具体|政府|民生|分解|核心|中心|督办|"
        r"督查|分项|专项|改革|考核|工作|二级|三级)*(?:工作任务|任务事项|工作事项|任务|"
        r"实事事项|实事|事项|工作|项目|工程)(?:清单|分解)?",
    ),
    _word(
        Role.TITLE,
        0.85,
        r"(?!.*(?:目标|指标|要求|标准|单位|部门|领导|人员|负责|责任|类|时间|时限|进度|"
        r"措施))[\u4e00-\u9fff\d“”、]{0,12}(?:任务|事项|实事|项目|工作|工程|举措清单|议题|"
        r"课题)",
    ),
    _word(
        Role.TITLE,
        0.8,
        r".*(?:任务|工作|项目)(?:及|和|与|/|、)(?:主要|具体|年度)?(?:目标|指标|要求|内容|"
        r"措施).*|工作要点|任务要点|要点|主题",
    ),
    _word(
        Role.TITLE,
        0.72,
        r"(?:主要|重点|具体|年度|工作)*(?:目标任务|任务目标|任务内容|事项内容|督查内容|"
        r"工作内容|重点内容)|.*(?:部署|决策|批示|指示|交办内容|议定内容|精神)",
    ),
    _word(Role.TITLE, 0.5, r"(?:主要|具体|建设|实施)?(?:内容|举措|措施|指标)|目标"),
    _word(
        Role.GOAL,
        1.0,
        rf"{_NO_GOAL}.*(?:年度|全年|工作|具体|量化|预期|总体|主要|绩效|"
        rf"\d{{4}}年)*(?:目标值?|目标要求|目标任务量|任务量|量化指标|量化目标|考核指标|"
        rf"具体指标|目标指标|指标值|工作目标/.*|目标/.*|目标及.*|目标和.*|目标（.*)",
    ),
    _word(
        Role.GOAL,
        0.9,
        rf"{_NO_GOAL}.*(?:完成标准|工作标准|办结标准|验收标准|目标标准|目标及要求|预期成果|"
        rf"预期成效|目标任务|任务目标|(?:具体|主要|年度|核心|二级|"
        rf"三级)指标|指标(?:内容|要求|任务)?)",
    ),
    _word(Role.GOAL, 0.8, rf"{_NO_GOAL}.*(?:工作要求|任务要求|具体要求|要求|年度任务|年度计划|标准)"),
    _word(
        Role.GOAL,
        0.75,
        rf"{_NO_GOAL}.*(?:工作内容|主要内容|具体内容|建设内容|任务内容|建设规模|内容及规模|"
        rf"具体事项|内容)",
    ),
    _word(Role.GOAL, 0.65, rf"{_NO_GOAL}.*(?:措施|举措|抓手|详情|描述|成果形式)|计划"),
)


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Full-width forms folded, all white space removed."""
    return "".join(unicodedata.normalize("NFKC", text).split())


_BRACKETS = re.compile(r"[（(【\[〔][^（）()【】\[\]〔〕]*[）)】\]〕]")


def meanings(header: str) -> dict[Role, float]:
    """Role → how sure, for one column heading; a remark in brackets may change it (责任单位（配合）)."""
    full = squeeze(header).strip(":;,.、*★☆▲△●-_")
    core = _BRACKETS.sub("", full)
    if not core or len(core) > 24:
        return {}
    found: dict[Role, float] = {}
    for word in _WORDS:
        if word.role not in found and word.pattern.fullmatch(core):
            found[word.role] = word.weight
    if Role.LEAD in found and re.search(rf"\({_SUPPORT}\)", full):
        return {Role.SUPPORT: 0.95}
    if {Role.OTHER, Role.PROGRESS, Role.ISSUES, Role.MEASURES} & found.keys():
        return {role: found[role] for role in found if role in _DULL}
    return found


_DULL = {Role.OTHER, Role.PROGRESS, Role.ISSUES, Role.MEASURES}


def role_named(name: str) -> Role | None:
    """The role a person means by a column's name in an override."""
    for role in Role:
        if squeeze(name) == role.value:
            return role
    found = meanings(name)
    return max(found, key=lambda role: found[role]) if found else None


_FIRST_LEADS = re.compile(
    r"(?:第一(?:个|位|家|名)|(?:排名?|列|排在)第一|首位|(?:排|列)在?最前)[^，,。；;]{0,8}?[为是]?(?:总?牵头|主办|主责)"
)


def says_first_leads(text: str) -> bool:
    """The sheet's own convention 第一个为牵头单位."""
    return bool(_FIRST_LEADS.search(squeeze(text)))


_PEOPLE_TOO = re.compile(rf"(?:及|和|、|/|\(|与).*{_PERSON}")


def holds_people_too(header: str) -> bool:
    """A column such as 牵头单位及主要负责人."""
    return bool(_PEOPLE_TOO.search(squeeze(header)))
