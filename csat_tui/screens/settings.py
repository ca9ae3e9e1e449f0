"""The settings of this laptop: one a row, changed at once, kept in the home."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from rich.cells import cell_len
from textual.app import ComposeResult

from csat_tui.idle import LOCK_SETTING, MINUTES, minutes_of
from csat_tui.look import CHOICES, look_of
from csat_tui.screens.base import CsatScreen
from csat_tui.self_test import SETTING, found_in
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, lines
from csat_tui.widgets.row_list import Column, RowList
from schemas.language import current, texts

_ = texts("csat_tui")


@dataclass(frozen=True)
class Setting:
    """``words``: what it can be, each as kept and as read. ``about`` explains the marked one."""

    id: str
    name: Callable[[], str]
    words: Sequence[tuple[str, Callable[[], str]]]
    about: Callable[[], str]


def _minutes(number: str) -> str:
    return _("after {n} minutes", n=number)


SETTINGS = (
    Setting(
        "language",
        lambda: "语言 Language",
        [("zh_CN", lambda: "中文"), ("en", lambda: "English")],
        lambda: _("The language of every screen; a questionnaire that is open keeps its answers."),
    ),
    Setting(
        "theme",
        lambda: _("Theme"),
        [
            ("dark", lambda: _("dark")),
            ("light", lambda: _("light")),
            ("contrast", lambda: _("high contrast")),
            ("terminal", lambda: _("the terminal's own, dark")),
            ("terminal-light", lambda: _("the terminal's own, light")),
        ],
        lambda: _("Colour only repeats what a mark or a word says, so nothing is lost in any theme."),
    ),
    Setting(
        "colours",
        lambda: _("Colours"),
        [("on", lambda: _("on")), ("off", lambda: _("off"))],
        lambda: _("Off sends no colour to the terminal at all, as the variable NO_COLOR does."),
    ),
    Setting(
        "ambiguous",
        lambda: _("Width of characters such as “ ” · —"),
        [("1", lambda: _("one cell")), ("2", lambda: _("two cells"))],
        lambda: _(
            "Some terminals draw these characters as wide as a Chinese one. If the bars under this line do not "
            "stand one under the other, take the other width."
        ),
    ),
    Setting(
        LOCK_SETTING,
        lambda: _("Lock when idle"),
        [(n, partial(_minutes, n)) for n in sorted(MINUTES, key=int)],
        lambda: _("After so long without a key or the mouse csat locks; Ctrl+] locks at once."),
    ),
    Setting(
        SETTING,
        lambda: _("Terminal test"),
        [],
        lambda: _("Enter tests whether rows line up, what the input method sends, and the clock."),
    ),
)
SAMPLE = "“满意”·“一般”——“差”"
"""Four pairs of quotes, a dot and a dash: all of doubtful width."""


class SettingsScreen(CsatScreen):
    """Nothing is to be saved here: a change is kept when it is made."""

    where = "settings"

    def title_text(self) -> str:
        return _("Settings")

    def about(self) -> str:
        return _(
            "Every change shows at once and is kept on this laptop. Marks and bars are plain characters of every "
            "keyboard, so there is nothing to set for them."
        )

    def body(self) -> ComposeResult:
        yield Block(lambda _width: [()])
        yield RowList(self._columns(), id="settings")
        yield Block(self._about)

    def on_mount(self) -> None:
        self.rows.show_rows(SETTINGS)

    @property
    def rows(self) -> "RowList[Setting]":
        """The list."""
        return self.query_one("#settings", RowList)

    def reason(self, action: str) -> str | None:
        marked = self.rows.marked
        if action in ("change_setting", "setting_before") and marked is not None:
            return self._held(marked)
        return None

    def on_screen_resume(self) -> None:
        self.redraw()

    def do_change_setting(self) -> None:
        if (marked := self.rows.marked) is not None and marked.id == SETTING:
            self.csat.do_self_test()
        else:
            self._step(1)

    def do_setting_before(self) -> None:
        self._step(-1)

    def on_row_list_moved(self) -> None:
        self.redraw()

    def _step(self, by: int) -> None:
        if (setting := self.rows.marked) is not None and setting.words:
            words = [word for word, _name in setting.words]
            self.csat.set(setting.id, words[(words.index(self._now(setting)) + by) % len(words)])

    def _held(self, setting: Setting) -> str | None:
        if setting.id == "colours" and self.csat.no_color:
            return _("The variable NO_COLOR is set, which counts more.")
        if setting.id == LOCK_SETTING and not self.csat.guarded:
            return _("Nobody here has a PIN: csat people pin NAME gives one.")
        return None

    def _now(self, setting: Setting) -> str:
        if setting.id == "language":
            return current()
        if setting.id == "colours" and self.csat.no_color:
            return "off"
        if setting.id == LOCK_SETTING:
            return str(minutes_of(self.csat.settings))
        return str(getattr(look_of(self.csat.settings), setting.id))

    def _value(self, setting: Setting) -> str:
        if setting.id == LOCK_SETTING and not self.csat.guarded:
            return _("does not lock")
        if setting.id != SETTING:
            return dict(setting.words)[self._now(setting)]()
        found = found_in(self.csat.settings.get(SETTING))
        if found is None:
            return _("not done yet")
        return _("{day}: {n} to mend", day=found.day, n=len(found.wrong)) if found.wrong else found.day

    def _columns(self) -> list[Column[Setting]]:
        return [
            Column(lambda: _("Setting"), lambda setting: setting.name(), 40, grow=1),
            Column(lambda: _("Now"), self._value, 30, grow=1),
        ]

    def _about(self, width: int) -> list[Line]:
        marked = self.rows.marked
        if marked is None:
            return []
        words = [self._held(marked) or "", marked.about()]
        rows = [row for text in words if text for row in wrap(text, width - 6)]
        shown = [(), *lines(f"   {row}" for row in rows), ()]
        return [*shown, *lines(ruler(), "dim"), ()] if marked.id == "ambiguous" else shown


def ruler() -> list[str]:
    """Two rows that end one under the other where the width that is set is the terminal's."""
    return [f"   {text} |" for text in (SAMPLE, "M" * cell_len(SAMPLE))]


assert {setting.id for setting in SETTINGS} == {"language", SETTING, LOCK_SETTING, *CHOICES}
