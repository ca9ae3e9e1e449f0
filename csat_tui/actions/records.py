"""Lists of records, corrections, a sync that runs."""

from csat_tui.actions.action import Action
from csat_tui.actions.action import later as _
from csat_tui.actions.where import PAPER, WORK

ACTIONS = (
    Action(
        "filter", _("Find"), ("f3", "ctrl+f"), ("records",), "zh zhaohui sx shaixuan filter search find 筛选 查找",
        _("Narrows the list while you type; there again it goes back to the list."), 2,
    ),
    Action(
        "day", _("Go to day"), ("ctrl+g",), ("records",), "rq riqi tiaozhuan date day jump 日期",
        _("Asks for a day and puts the mark there."), 3,
    ),
    Action(
        "amend", _("Correct"), ("f8", "ctrl+e"), ("record",), "gz gengzheng xiuzheng amend correct 更正",
        _("Opens the interview with the old answers; the old questionnaire is kept beside the new one."), 1,
    ),
    Action(
        "again", _("Sync again"), ("f5", "ctrl+r"), ("sync",), "zl zailai retry 重试",
        _("Starts another sync; what the server has is not sent again."), 2,
    ),
    Action(
        "accept_removal", _("Remove them here"), ("f8", "ctrl+g"), ("sync",), "sc shanchu yichu accept 移除",
        _("Lets the centre take most of a collection away from this laptop, after you have asked there."), 3,
    ),
    Action(
        "stop", _("Stop"), ("escape",), ("sync",), "tz tingzhi cancel 停止",
        _("Stops the sync; what has arrived stays, and the rest goes next time."), 1,
    ),
    Action(
        "refresh", _("Refresh"), ("f5", "ctrl+r"), (*WORK[:3], *WORK[4:], "find", "plan", *PAPER),
        "sx shuaxin reload 刷新",
        _("Reads the screen's data again."),
    ),
)  # fmt: skip
