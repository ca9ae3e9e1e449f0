"""Who sits here, and the program itself; what every screen has."""

from csat_tui.actions.action import Action
from csat_tui.actions.action import later as _
from csat_tui.actions.where import BEFORE, CUSTOMERS, IMPORT, OWN, PAPER, READING, VISITS, WORK

ACTIONS = (
    Action(
        "sign_in", _("Sign in"), ("enter",), ("sign_in",), "dl denglu sign in 登录",
        _("Lets the marked person sit down, with the PIN that is typed."), 1,
    ),
    Action(
        "person_before", _("Person before"), ("up",), ("sign_in",), "sy shangyiren person 上一人",
        _("Marks the person above."), 2,
    ),
    Action(
        "person_after", _("Next person"), ("down",), ("sign_in",), "xy xiayiren person 下一人",
        _("Marks the person below."), 3,
    ),
    Action(
        "accept_notice", _("I accept"), ("f9", "ctrl+y"), ("notice",), "jieshou accept 接受",
        _("Accepts the notice and goes on."), 1,
    ),
    Action(
        "lock", _("Lock, switch"), ("ctrl+right_square_bracket",), (*READING, *OWN),
        "sd suoding hr huanren lock switch user sign 锁定 换人 登录",
        _("Covers the screen until a PIN is typed: yours brings you back, another person begins at their own Today."),
    ),
    Action(
        "back", _("Back"), ("escape",),
        (
            "sign_in",
            "result", "sync", "month", "records", "record", *VISITS, *CUSTOMERS, *IMPORT, *PAPER, "help", "palette",
            *OWN,
        ),
        "fh fanhui return 返回", _("Goes back to the screen before."), 80,
    ),
    Action(
        "sync", _("Sync"), ("ctrl+s", "f9"), WORK[:5], "tb tongbu send server 上传 同步",
        _("Sends what was recorded, fetches what is new and proves that the server has it all."), 90,
    ),
    Action(
        "palette", _("Commands"), ("ctrl+p", "f10"), (*READING, *OWN), "ml mingling menu search 菜单",
        _("Finds any command by a few characters, by pinyin initials or in English."), 91,
    ),
    Action(
        "help", _("Help"), ("f1", "ctrl+k", "question_mark", "fullwidth_question_mark"),
        (*READING, *BEFORE, *OWN), "bz bangzhu keys 按键",
        _("Explains this screen and every key on it."), 92,
    ),
    Action(
        "language", "English / 中文", ("f12", "ctrl+t"), (*READING, *BEFORE, "help", *OWN),
        "yy yuyan language english chinese zhongwen 语言", _("Changes the language at once."),
    ),
    Action(
        "jump_mode", _("Jump"), ("ctrl+a",),
        tuple(w for w in (*READING, *OWN) if w not in ("interview", "welcome", "sync", "self_test", "quiz")),
        "tz tiaozhuan jump labels 跳转 标号", _("Shows a number at every row and field; typing it goes there."),
    ),
    Action(
        "settings", _("Settings"), (), READING,
        "sz shezhi settings theme colour contrast language 设置 主题 颜色 语言",
        _("Language, theme, colours and width of characters; every change shows at once."),
    ),
    Action(
        "self_test", _("Terminal test"), (), tuple(w for w in (*READING, "settings") if w != "interview"),
        "zj zijian ceshi test terminal input method clock 自检 测试 对齐 输入法",
        _("Do rows line up, does the input method arrive, is the clock right: a minute."),
    ),
    Action(
        "tutorial", _("Tutorial"), (), READING, "jc jiaocheng xuexi tutorial learn 教程 学习",
        _("Five minutes with the main screens, step by step, in the practice company; again: ends it."),
    ),
    Action(
        "quiz", _("Training quiz"), (), ("today",), "px peixun ceyan kaohe quiz training exam 培训 测验 考核",
        _("Some questions about a questionnaire before you use it; the result is kept on this laptop."),
    ),
    Action(
        "practice", _("Practice company"), (), ("today", "welcome"), "lx lianxi practice demo training 练习",
        _("Opens a practice company beside the real work, with its own data; leaving it comes back here."),
    ),
    Action(
        "change_setting", _("Change"), ("enter", "right"), ("settings",), "gb gaibian change next 改变",
        _("Takes the next choice of the marked setting, or opens what the line stands for."), 1,
    ),
    Action(
        "setting_before", _("Change back"), ("left",), ("settings",), "hg huigai previous 改回",
        _("Takes the choice before."), 2,
    ),
    Action(
        "quit", _("Quit"), ("ctrl+q",), (*READING, *BEFORE, "help", "palette", *OWN), "tc tuichu exit close 退出",
        _("Closes csat. Everything is already saved."), 93,
    ),
)  # fmt: skip
