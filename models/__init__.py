"""The nouns of the program and their rules. This page is the glossary: one word for each thing, everywhere.

Identifiers are those of this package; the test beside the contracts finds each of them in the code.

The people
    单位            people.Unit                              whoever tasks are given to; its kind sets tone and ceiling
    岗位            people.Post                              what tasks and clocks belong to; outlives its holder
    任职            people.Holding                           a person on a post, from a day, until a day
    人员            people.Person                            somebody with a name; may hold several posts
    授权代回        proxies.Proxy                           a colleague who may answer for the head's progress
    账号            people.Account                           a person's id in one messenger
    督查室          people.Role.ADMIN                        the office (people.office) that imports, calls and verifies
    分管领导        people.Role.LEADER                       has a portfolio; captain of its tasks
    秘书            people.Role.AIDE                         对口副秘书长, 秘书: acts for a leader
    主要负责人      people.Role.HEAD                         head of a unit: takes on, confirms, completes
    AB岗            people.Role.DEPUTY                       has the ball while the head is away
    联络员          people.Role.LIAISON                      prepares figures and papers; the head confirms
    责任链          chain.links                              leader → lead unit → head → liaison → supporting units
    断点            chain.Gap                                a broken link of that chain

The work
    重点任务分解表  tasks.Plan                               the sheet of a year, and its revisions
    文号            tasks.Plan.paper                         the paper a plan, a change or a completion rests on
    任务            tasks.Task                               a line of the plan, or an order (交办)
    子项            tasks.Task.parent                        a part of a task: 46.1, given to a unit of its own
    编号            tasks.Task.number                        46号; an order is J46号
    目标            tasks.Task.goal                          what the line says is to be reached
    重点            tasks.Task.is_key                        followed more closely, by the plan or an admin
    底线            tasks.Task.is_redline                    安全生产, 生态环保, 稳定: closest of all
    盯办            tasks.Task.is_starred                    a leader watches it himself
    内部            tasks.Task.off_chat                      number and lamp only in a chat
    交办            orders.Order                             an order of every day: a draft, then a task (J7号)
    来源            rules.order_sources.Source               what an order rests on: 批示, 会议, a spoken word
    节点            tasks.Milestone                          a dated step of a task
    指标            tasks.Indicator                          a figure with a target
    分办            tasks.Assignment                         a task given to one unit; clocks hang here
    牵头、配合      tasks.Assignment.role                    lead or support
    牵头或汇总      tasks.is_consolidator                    the first lead unit: he alone reports for all
    草稿 … 归档     rules.states.State                       where an assignment stands
    下达            rules.states.EventKind.DISPATCHED        dispatched: the unit was told
    认领            rules.states.EventKind.ACCEPTED          accepted: who leads, first step or date
    有异议          rules.states.EventKind.CONTESTED         contested, with a reason; waits for 裁定
    维持            rules.states.EventKind.UPHELD            the dispute ends as it was
    改派            rules.states.EventKind.REASSIGNED        the dispute ends elsewhere
    进展            rules.states.EventKind.REPORTED          a reply with words, figures, promises
    备稿            rules.states.EventKind.PREPARED         progress a liaison wrote down; the head confirms it
    报结            rules.states.EventKind.COMPLETED         the unit says it is done, with evidence
    退回            rules.states.EventKind.RETURNED          督查室 says what is missing
    销号            rules.states.EventKind.CLOSED            verified by somebody who did not report it
    回头看          rules.states.EventKind.LOOK_BACK         watched after the end
    重启            rules.states.EventKind.REOPENED          and back to work
    结转            rules.states.EventKind.CARRIED_OVER      goes on next year, by a paper
    更正            events.Event.replaces                    an event that takes another's place
    撤回            rules.states.EventKind.UNDONE            an event that takes another away
    不是38，是46    rules.move_words.Move                    what was said goes to the task it belongs to
    承诺            rules.assignment_state.Commitment        a date somebody promised; kept, moved or broken
    承诺账          promises.look                            a promise's mornings, in the words it was given in
    经过            events.Event                             what happened; everything else is folded from it

The clocks
    在办事项        obligations.Obligation                   one thing somebody owes, until when
    时限            rules.obligations.Kind                   K1 送达 … K11 延期审批
    应急 … 长期     rules.obligations.TaskClass              T0 to T4: how fast
    阶梯            rules.obligations.Rung                   R0 the start … R5 a draft of a paper
    最后窗口        obligations.Obligation.last_window_at    half an hour for the holder before anybody is called
    打电话          rules.obligations.Form.CALL              a line of 今天要打的电话
    电话登记        calls.note                               what was told by telephone counts like a reply
    待回            rules.obligations.Rung.R2                the clock ran out; a word in a list, no colour
    到期表          obligations.due_now                      what the next beat looks at
    工作时间        rules.calendar.Calendar                  windows, holidays, make-up days (调休)
    放假安排        policy.CalendarNotice                    what was imported into the calendar, whole
    暂定            rules.calendar.Moment.provisional        rests on a year nobody announced yet
    规则            rulebook.Rulebook                        the numbers in force, and the calendar
    规则版本        policy.PolicyVersion                     an obligation keeps the one it began under
    序时进度        rules.pace.Pace                          how far, against how far it should be
    灯              rules.pace.Lamp                          🟢🟡🔴⚪ from work alone, never from answering
    变动            movements.Movement                       a percentage or lamp that changed, and what moved it
    月末对账        rules.reconciliation.Period              the 25th to 27th: a unit confirms its figures
    自报 … 已核     rules.reported_figures.Standing          how far a figure can be relied on

The emergency
    突发            emergencies.Emergency                    confirmed by a tap, it goes to whoever is on duty, around the clock
    值班表          duty.DutyDay                             who leads and who sits in 总值班室 on which day
    备班            duty.DutyDay.deputies                    who gets it where one of them does not answer

The words
    回复            rules.reading.Reading                    what a reply means, with its evidence
    词表            rules.reading.lexicon.Lexicon            the words it is read by: ours, and the city's own
    求助            helping.HelpRequest                      what a unit asks of another, once its head tapped 转出
    请您定          decisions.waiting                        what a leader is to decide, a card each
    再等等          rules.states.EventKind.PUT_OFF           he leaves it where it is, for some days
    专题会          helping.stuck                            what two rounds did not solve, or a leader put there
    第二读者        second_readings.SecondReading            a model that looks too where our reading is not sure; never believed
    等次            rules.reading.values.Grade               A to D, internal: B or better stops a clock
    提醒            notices.Notice                           what is to be said to whom, and why; said once
    晨单            rules.rule_set.DayTimes.morning_list     08:40, everything of the day in one message
    收单            rules.rule_set.DayTimes.evening_list     16:35, only if something of today is open
    点名校样        rules.rule_set.DayTimes.naming_proof     17:00, who will be named to a leader tomorrow
    日程            schedules.Schedule                       what goes out at set times; a row, changed without a restart
    报进展周期      rules.cadence.Cadence                    how often progress is asked for, of which tasks; a row like any schedule
    一次            schedules.Firing                         one slot of a schedule, fired or skipped, once
    重复规则        rules.recurrence.Recurrence              每周一、每月25日: when the slots are, on the calendar
    发送对象        rules.readership.Readership              for whom: roles, units, a portfolio, people
    通知            broadcasts.fire                          the words of a schedule to its readers
    收件            inbox.Inbox                              what came in, kept before it is read
    发件            outbox.Outbox                            what goes out; rendered once, sent the same
    存件            files.StoredFile                         a picture or a paper that is kept, to go out or to be written again
    督查通报        papers.report                            a draft for a person, on figures that were reconciled
    台账            papers.sheet                             the sheet of the plan, with what became of every line
    依据图片        events.Attachment                        a picture that somebody sent, from its receipt to the task it belongs to
    封存            held.Held                                what carries a marking or looks like a red head: let through, or purged by two
    卡片            messages.Card                            buttons on a phone; settled after a tap
    在问的话        conversations.Conversation               the bot's open question to a person
    依据            rules.explanation                        为什么提醒我, answered from the rule itself
    通讯录          rules.directory.Entry                    whom a messenger's own directory has; accounts of our contacts are filled from it
    通讯录变动      rules.directory_changes.Change           what a night's reading of it says, for 督查室 to decide
    留痕            audit.AuditEntry                         who changed what; appended, never changed
"""
