"""Everything a person can do, once: key bindings, key bar, help and palette are all made from this list.

Keys are Textual names; the first is the one shown. No command is a letter: with a Chinese input method on,
letters start a composition, and signs arrive in their full-width form, which is why those are listed too.
Every function key has a Ctrl key beside it, because terminals keep some of them for themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding

from schemas.language import texts

translate = texts("csat_tui")


def _(message: str) -> str:
    """Marks a text for the catalogue; it is translated when shown, because the language can change."""
    return message


@dataclass(frozen=True)
class Action:
    """``search``: pinyin, its initials and English words by which the palette finds it without an input
    method. ``rank`` orders the key bar; 0 keeps it out of the bar. ``where``: the screens on which it does
    something."""

    id: str
    title: str
    keys: tuple[str, ...]
    where: tuple[str, ...]
    search: str
    about: str
    rank: int = 0

    @property
    def name(self) -> str:
        """The title in the current language."""
        return translate(self.title)

    @property
    def explanation(self) -> str:
        """One sentence on what it does, in the current language."""
        return translate(self.about)

    @property
    def label(self) -> str:
        """The key as a person reads it: ``Ctrl+S``."""
        return key_label(self.keys[0])

    def matches(self, wish: str) -> bool:
        """Whether every word of the wish is found in the title, the search words or the explanation."""
        haystack = f"{self.name} {self.title} {self.search} {self.label}".casefold()
        return all(word in haystack for word in wish.casefold().split())


_WORK = ("today", "month", "records", "record")
_READING = (*_WORK, "sync", "welcome", "interview")

ACTIONS = (
    Action(
        "start", _("Start"), ("enter",), ("today",), "ks kaishi begin interview 开始 面访",
        _("Opens the questionnaire of the marked line, or takes up the draft where it was left."), 1,
    ),
    Action(
        "month", _("Month"), ("f2", "ctrl+o"), ("today",), "by benyue yue figures 月 满意度",
        _("Shows this month's figures with the records behind them."), 2,
    ),
    Action(
        "records", _("Records"), ("f6", "ctrl+e"), ("today",), "jl jilu list history 问卷",
        _("Lists every finished questionnaire on this laptop."), 3,
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
        "refresh", _("Refresh"), ("f5", "ctrl+r"), _WORK[:3], "sx shuaxin reload 刷新",
        _("Reads the screen's data again."),
    ),
    Action(
        "remark", _("Verbatim"), ("f4", "ctrl+n"), ("interview",), "yh yuanhua beizhu note remark 备注",
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
        "accept", _("Accept"), ("enter",), ("interview",), "qr queren enter next 下一题",
        _("Accepts what is typed and goes on."), 50,
    ),
    Action(
        "before", _("Before"), ("up",), ("interview",), "syt shangyiti previous 返回",
        _("Goes to the question before; nothing is lost."), 51,
    ),
    Action(
        "after", _("Skip"), ("down",), ("interview",), "xyt xiayiti next skip 下一题",
        _("Goes to the next question without answering."),
    ),
    Action(
        "jump", _("Go to no."), ("ctrl+g",), ("interview",), "tt tiaoti jump go 跳到",
        _("Goes to the question with a number."), 52,
    ),
    Action(
        "undo", _("Undo"), ("ctrl+z",), ("interview",), "cx chexiao undo back",
        _("Takes the last answer back, also after a restart."), 53,
    ),
    Action(
        "finish", _("Finish"), ("f9", "ctrl+y"), ("interview",), "tj tijiao submit finish 完成",
        _("Shows what the form amounts to; there the key submits it, after Enter confirms."), 0,
    ),
    Action(
        "leave", _("Save, leave"), ("escape",), ("interview",), "cg caogao draft leave 返回 离开",
        _("Puts the form away as a draft; it opens again exactly here."), 54,
    ),
    Action(
        "back", _("Back"), ("escape",), ("sync", "month", "records", "record", "help", "palette"),
        "fh fanhui return 返回", _("Goes back to the screen before."), 80,
    ),
    Action(
        "sync", _("Sync"), ("ctrl+s", "f9"), _WORK, "tb tongbu send server 上传 同步",
        _("Sends what was recorded, fetches what is new and proves that the server has it all."), 90,
    ),
    Action(
        "palette", _("Commands"), ("ctrl+p", "f10"), _READING, "ml mingling menu search 菜单",
        _("Finds any command by a few characters, by pinyin initials or in English."), 91,
    ),
    Action(
        "help", _("Help"), ("f1", "ctrl+k", "question_mark", "fullwidth_question_mark"),
        (*_READING, "unlock"), "bz bangzhu keys 按键",
        _("Explains this screen and every key on it."), 92,
    ),
    Action(
        "language", "English / 中文", ("f12", "ctrl+t"), (*_READING, "unlock", "help"),
        "yy yuyan language english chinese zhongwen 语言", _("Changes the language at once."),
    ),
    Action(
        "quit", _("Quit"), ("ctrl+q",), (*_READING, "unlock", "help", "palette"), "tc tuichu exit close 退出",
        _("Closes csat. Everything is already saved."), 93,
    ),
)  # fmt: skip

_SPECIAL = {
    "enter": "Enter",
    "escape": "Esc",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "question_mark": "?",
    "fullwidth_question_mark": "？",
}


def key_label(key: str) -> str:
    """A Textual key name as it stands on the keyboard."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key.removeprefix('ctrl+').upper()}"
    return _SPECIAL.get(key, key.upper())


def on_screen(where: str) -> list[Action]:
    """The actions of a screen in the order of its key bar, those out of the bar last."""
    valid = [action for action in ACTIONS if where in action.where]
    return sorted(valid, key=lambda action: action.rank or 1000)


def find(wish: str, actions: Iterable[Action]) -> list[Action]:
    """Those of the actions that answer to the wish; all for an empty one."""
    return [action for action in actions if action.matches(wish)]


def bindings(where: str) -> list[Binding]:
    """The key bindings of a screen; each runs ``do`` with the action's id."""
    return [
        Binding(
            ",".join(action.keys), f"do('{action.id}')", action.title, show=False, id=f"{where}.{action.id}"
        )
        for action in on_screen(where)
    ]
