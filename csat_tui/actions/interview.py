"""An interview, and what the keying of paper shares with it."""

from csat_tui.actions.action import Action
from csat_tui.actions.action import later as _

ACTIONS = (
    Action(
        "remark", _("Verbatim"), ("f4", "ctrl+n"), ("interview", "keying"), "yh yuanhua beizhu note remark 备注",
        _("Takes down the customer's own words on this question; the same key stores them."), 10,
    ),
    Action(
        "next_must", _("Next must-ask"), ("f7", "ctrl+f"), ("interview",), "bw biwen must next",
        _("Goes to the next question that must be asked and has no answer yet."), 11,
    ),
    Action(
        "all_questions", _("List"), ("f2", "ctrl+l"), ("interview",), "qb quanbiao list overview",
        _("Lists all questions with their answers; Enter goes to one."), 12,
    ),
    Action(
        "ticket", _("Ticket"), ("f8", "ctrl+e"), ("interview",), "kd kaidan tousu ticket complaint 开单 投诉 抱怨",
        _("Takes down a complaint or problem on the spot, with what was just said; it stays open on Today."),
    ),
    Action(
        "promise", _("Promise"), ("ctrl+b",), ("interview",), "cn chengnuo promise 承诺",
        _("Takes down what is promised, by whom and by when; it comes back on its day."),
    ),
    Action(
        "outcome", _("Ends early"), ("f6", "ctrl+d"), ("interview",), "jg jieguo jgm refused broken 结果码 拒访 中断",
        _("Refused, broken off or another time: one digit, and Enter where it is to be stored."),
    ),
    Action(
        "turn", _("Turn screen"), ("f11", "ctrl+o"), ("interview",), "zp zhuanping turn screen 转屏 给客户看",
        _("Shows only the question and its choices, for the customer's eyes; the same key turns back."),
    ),
    Action(
        "readback", _("Read back"), ("f5", "ctrl+r"), ("interview",), "fs fushu huidu read back 复述 确认",
        _("Shows what was understood, to be read back to the customer."),
    ),
    Action(
        "person", _("Who answers"), ("ctrl+w",), ("interview",), "sfr shoufangren respondent 受访人",
        _("Name, department and role of whoever answers."),
    ),
    Action(
        "other_customer", _("Other customer"), ("f3", "ctrl+x"), ("interview",), "gg gaigua wrong customer 改挂客户",
        _("The form was begun for the wrong customer: it keeps its answers and is put under another; that is noted."),
    ),
    Action(
        "accept", _("Accept"), ("enter",), ("interview", "keying"), "qr queren enter next 下一题",
        _("Accepts what is typed and goes on."), 50,
    ),
    Action(
        "before", _("Before"), ("up",), ("interview", "keying"), "syt shangyiti previous 返回",
        _("Goes to the question before; nothing is lost."), 51,
    ),
    Action(
        "after", _("Skip"), ("down",), ("interview", "keying"), "xyt xiayiti next skip 下一题",
        _("Goes to the next question without answering."),
    ),
    Action(
        "jump", _("Go to no."), ("ctrl+g",), ("interview",), "tt tiaoti jump go 跳到",
        _("Goes to the question with a number."), 52,
    ),
    Action(
        "undo", _("Undo"), ("ctrl+z",), ("interview", "keying"), "cx chexiao undo back",
        _("Takes the last answer back, also after a restart."), 53,
    ),
    Action(
        "finish", _("Finish"), ("f9", "ctrl+y"), ("interview",), "tj tijiao submit finish 完成",
        _("Shows what the form amounts to; there the key submits it, after Enter confirms."), 0,
    ),
    Action(
        "leave", _("Save, leave"), ("escape",), ("interview", "keying"), "cg caogao draft leave 返回 离开",
        _("Puts the form away as a draft; it opens again exactly here."), 54,
    ),
)  # fmt: skip
