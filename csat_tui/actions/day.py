"""What the day is worked from: Today, visits and their plan, month, records."""

from csat_tui.actions.action import Action
from csat_tui.actions.action import later as _

ACTIONS = (
    Action(
        "start", _("Start"), ("enter",), ("today",), "ks kaishi begin interview 开始 面访",
        _("Opens the questionnaire of the marked line, or takes up the draft where it was left."), 1,
    ),
    Action(
        "card", _("Card"), ("right", "space"), ("today",), "khk kehuka ka card customer history 客户卡 历史",
        _("Opens the card of the marked line's customer: history, remarks, promises, to be read before you go."), 2,
    ),
    Action(
        "month", _("Month"), ("f2", "ctrl+o"), ("today",), "by benyue yue figures 月 满意度",
        _("The figures of a month, with the records behind them."), 2,
    ),
    Action(
        "result", _("Result"), ("f6", "ctrl+d"), ("today",), "jg jieguo jgm jieguoma result call 结果码 拨打",
        _("Notes what came of a call: no answer, refused, an appointment."), 3,
    ),
    Action(
        "visit", _("Visit"), ("f11", "ctrl+w"), ("today", "customer"), "zf zoufang baifang visit 走访 拜访 记录",
        _("Takes down a visit to this customer: who took part, what was promised, when to come again."),
    ),
    Action(
        "plan", _("Visit plan"), ("ctrl+l",), ("today",), "zfjh zoufang jihua niandu plan year 走访计划表 年度",
        _("Opens the visit plan of the year: its months, how each visit stands, approval and changes."),
    ),
    Action(
        "record_visit", _("Save"), ("f9", "ctrl+y"), ("visit",), "bc baocun jl jilu save record 保存 记录",
        _("Records the visit on this laptop and sends it with the next sync."), 1,
    ),
    Action(
        "visit_and_ask", _("And ask"), ("f4", "ctrl+n"), ("visit",), "wj wenjuan questionnaire interview 问卷",
        _("Records the visit and begins the questionnaire that goes with it."), 2,
    ),
    Action(
        "record_line", _("Visit made"), ("f11", "ctrl+w"), ("plan",), "jl jilu zoufang visit record 记录走访",
        _("Takes down that the marked visit was made."), 1,
    ),
    Action(
        "confirm_plan", _("Approve"), ("enter",), ("plan",), "qr queren confirm 确认",
        _("Does what the line above the keys asks."),
    ),
    Action(
        "month_before", _("Month before"), ("left",), ("plan",), "syy shangyiyue month 上月",
        _("Shows the visits of the month before; before the first the whole year."), 2,
    ),
    Action(
        "month_after", _("Month after"), ("right",), ("plan",), "xyy xiayiyue month 下月",
        _("Shows the visits of the next month; after the last the whole year."),
    ),
    Action(
        "move_line", _("Move"), ("f4", "ctrl+n"), ("plan",), "gq gaiqi move reschedule 改期",
        _("Moves the marked visit to other days, with the reason."), 4,
    ),
    Action(
        "cancel_line", _("Cancel"), ("f8", "ctrl+d"), ("plan",), "qx quxiao cancel 取消",
        _("Takes the marked visit out of the plan, with the reason."), 5,
    ),
    Action(
        "approve_plan", _("Approve"), ("f9", "ctrl+y"), ("plan",), "pz pizhun shenpi approve 批准 签批",
        _("Approves the plan, after Enter confirms: it counts from today on."), 6,
    ),
    Action(
        "print_plan", _("Print"), ("f7", "ctrl+b"), ("plan",), "dy dayin print pdf 打印",
        _("Writes the plan in its standard columns as a PDF beside the data of this laptop."),
    ),
    Action(
        "other_year", _("Year"), ("f2", "ctrl+o"), ("plan",), "nf nianfen year 年份",
        _("Shows the plan of another year."),
    ),
    Action(
        "choose", _("Choose"), ("enter",), ("result",), "xz xuanze choose 选择",
        _("Takes the marked result; a digit takes it at once."), 1,
    ),
    Action(
        "records", _("Records"), ("f4", "ctrl+e"), ("today",), "jl jilu list history 问卷",
        _("All finished questionnaires, newest first."), 4,
    ),
    Action(
        "behind", _("Records behind it"), ("enter",), ("month",), "mx mingxi jilu list 明细",
        _("Lists the questionnaires that make up the figure."), 1,
    ),
    Action(
        "earlier", _("Month before"), ("left", "pageup"), ("month",), "syy shangyiyue previous last 上月",
        _("Goes one month back."), 2,
    ),
    Action(
        "later", _("Month after"), ("right", "pagedown"), ("month",), "xyy xiayiyue next 下月",
        _("Goes one month on."), 3,
    ),
    Action(
        "read", _("Read"), ("enter",), ("records",), "ck chakan open show 查看",
        _("Opens the marked questionnaire with its answers, its score and the reasons for it."), 1,
    ),
)  # fmt: skip
