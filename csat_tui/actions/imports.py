"""Bringing files in."""

from csat_tui.actions.action import Action
from csat_tui.actions.action import later as _

ACTIONS = (
    Action(
        "imports", _("Import"), ("ctrl+b",), ("today",), "dr daoru import csv xlsx excel 导入",
        _("Imports customers, events or projects from files of other systems, and lists earlier imports."),
    ),
    Action(
        "new_import", _("New import"), ("f3", "ctrl+n"), ("imports",), "xdr xindaoru file 文件",
        _("Chooses a file to import."), 1,
    ),
    Action(
        "take_back", _("Take back"), ("f8", "ctrl+z"), ("imports",), "ch chehui undo 撤销",
        _("Takes the marked import back, as long as nothing hangs on it."), 2,
    ),
    Action(
        "open_file", _("Open"), ("enter",), ("import_file",), "dk dakai open 打开",
        _("Opens the marked file, or the path that is typed."), 1,
    ),
    Action(
        "kind", _("Kind"), ("f2", "ctrl+l"), ("import_file",), "lx leixing customers events projects 类型",
        _("What the file tells of: customers, events or projects."), 2,
    ),
    Action(
        "assign", _("Change"), ("enter",), ("import_columns",), "gl ziduan column field 列",
        _("Chooses what the marked column is taken for."), 1,
    ),
    Action(
        "sheet", _("Sheet"), ("f2", "ctrl+l"), ("import_columns",), "gzb gongzuobiao sheet 工作表",
        _("Reads the next sheet of the workbook."), 3,
    ),
    Action(
        "date_order", _("Date order"), ("f4", "ctrl+n"), ("import_columns",), "rq riqi date order 日期",
        _("What a date such as 4/3/25 means in files of this source."), 4,
    ),
    Action(
        "preview", _("Preview"), ("f9", "ctrl+y"), ("import_columns",), "yl yulan preview 预览",
        _("Shows what importing the file would do; nothing is stored yet."), 2,
    ),
    Action(
        "take_field", _("Take"), ("enter",), ("import_field",), "qd queding take 选定",
        _("Takes the column for the marked field."), 1,
    ),
    Action(
        "show_rows", _("Show"), ("f2", "right", "ctrl+l"), ("import_preview",), "sx shaixuan filter 筛选",
        _("Shows the next kind of rows only: rejected, changed, new, known."), 3,
    ),
    Action(
        "apply", _("Import"), ("f9", "ctrl+y"), ("import_preview",), "dr daoru apply 导入",
        _("Stores what the file tells, all or nothing, after Enter confirms."), 2,
    ),
    Action(
        "confirm", _("Confirm"), ("enter",), ("imports", "import_preview"), "qr queren confirm 确认",
        _("Does what the line above the keys asks."), 1,
    ),
    Action(
        "stop_import", _("Stop"), ("escape",), ("import_preview",), "tz tingzhi cancel 停止",
        _("Stops before anything is stored."), 79,
    ),
)  # fmt: skip
