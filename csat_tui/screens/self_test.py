"""The test of this terminal: do rows line up, does the input method arrive, is the clock right."""

from dataclasses import replace

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from csat_tui.keyboard import sign_of
from csat_tui.screens.base import CsatScreen
from csat_tui.self_test import CHINESE, FULL_WIDTH, SETTING, SIGN, TYPED, Found, advice, judged
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, Span, lines
from csat_tui.widgets.text_input import TextInput
from csat_tui.words.common import clock_warning
from schemas.language import texts

_ = texts("csat_tui")

STEPS = ("aligned", "ambiguous", *TYPED, "end")
CHINESE_ROWS = ("客户满意度调查 ABC 12345 |", "KEHU-MANYIDU-D ABC 12345 |")
DOUBTFUL = "“满意”·“一般”——“差”"


class SelfTestScreen(CsatScreen):
    """Digits answer what the eye sees; what is typed is judged. Returns nothing: the result is in the settings."""

    where = "self_test"
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.found = Found("")
        self.step = STEPS[0]

    def title_text(self) -> str:
        return _("Terminal test")

    def about(self) -> str:
        return _(
            "Six short steps: two about rows that must line up, three about what the input method sends, and the "
            "clock. Enter on an empty line passes over what cannot be typed here. The result is kept under Settings."
        )

    def body(self) -> ComposeResult:
        yield Block(self._page)
        yield TextInput(compact=True, id="typed")

    def on_mount(self) -> None:
        self.found = Found(f"{self.csat.now():%Y-%m-%d}")
        self._go(STEPS[0])

    def on_key(self, event: events.Key) -> None:
        digit = sign_of(event.character)
        if self.step == "aligned" and digit in ("1", "2"):
            self._answer("yes" if digit == "1" else "no")
        elif self.step == "ambiguous" and digit in ("1", "2", "3"):
            if digit != "3":
                self.csat.set("ambiguous", digit)
            self._answer("no" if digit == "3" else "yes")
        elif self.step == "end" and event.key == "enter":
            event.stop()  # or the screen below would take it as its own
            self.dismiss()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self._answer(judged(self.step, event.value))

    def _answer(self, word: str) -> None:
        self.found = replace(self.found, **{self.step: word})
        self._go(STEPS[STEPS.index(self.step) + 1])

    def _go(self, step: str) -> None:
        self.step = step
        line = self.query_one("#typed", TextInput)
        line.value, line.display = "", step in TYPED
        if step in TYPED:
            line.focus()
        else:
            self.set_focus(None)
        if step == "end":
            self.csat.set(SETTING, self.found.kept)
        self.redraw()

    def _page(self, width: int) -> list[Line]:
        place = _("Step {n} of {all}", n=STEPS.index(self.step) + 1, all=len(STEPS))
        head = [(), *lines([f"   {place}"], "dim"), ()]
        if self.step == "end":
            return [*head, *self._result(width)]
        asked = lines((f"   {row}" for row in wrap(self._question(), width - 6)), "strong")
        return [*head, *asked, (), *self._shown(), ()]

    def _question(self) -> str:
        return {
            "aligned": _("Do the bars at the end of the two rows line up? 1 yes, 2 no"),
            "ambiguous": _(
                "Under which of the two lower bars does the upper one stand? 1, 2, or 3 for neither"
            ),
            CHINESE: _("Switch the Chinese input method on and type a word, like 客户, then Enter."),
            FULL_WIDTH: _(
                "Type a digit, with the input method in full-width mode if it has one: １. Then Enter."
            ),
            SIGN: _(
                "Press the key of / with the input method on; 、 may arrive, which is right. Then Enter."
            ),
        }[self.step]

    def _shown(self) -> list[Line]:
        if self.step == "aligned":
            return lines(f"     {row}" for row in CHINESE_ROWS)
        if self.step == "ambiguous":
            return lines(f"     {row}" for row in doubtful_rows())
        return []

    def _result(self, width: int) -> list[Line]:
        names = {
            "aligned": _("Chinese characters take two cells"),
            "ambiguous": _("characters of doubtful width line up"),
            CHINESE: _("Chinese text arrives"),
            FULL_WIDTH: _("digits arrive"),
            SIGN: _("the sign / arrives"),
        }
        words = {"yes": ("[x]", "good"), "no": ("[!]", "bad"), "skipped": ("[ ]", "dim")}
        rows: list[Line] = []
        for part, name in names.items():
            mark, tone = words[getattr(self.found, part)]
            told = "" if getattr(self.found, part) != "skipped" else "  " + _("not tested")
            rows.append((Span(f"   {mark} {name}{told}", tone),))
            if part in self.found.wrong:
                rows += lines(f"       {row}" for row in wrap(advice(part), width - 10))
        clock = lines(f"   {row}" for row in wrap(self._clock(), width - 6))
        end = _("Enter goes back. The test can be repeated: Ctrl+P, then zj.")
        return [*rows, (), *clock, (), *lines(f"   {row}" for row in wrap(end, width - 6))]

    def _clock(self) -> str:
        now = f"{self.csat.now():%Y-%m-%d %H:%M}"
        status = self.csat.status
        offset = status.clock_offset_ms if status is not None else None
        if offset is None:
            return _(
                "This laptop says it is {now}. Whether that is right is known after the first sync.", now=now
            )
        if warning := clock_warning(offset):
            return warning
        return _("The clock is right: {now}, {n} s from the server's.", now=now, n=abs(offset) // 1000)


def doubtful_rows() -> list[str]:
    """A row of doubtful characters with a bar, and two bars of which one stands under it."""
    doubtful = sum(character in "“”·—" for character in DOUBTFUL)
    plain = 2 * (len(DOUBTFUL) - doubtful) + doubtful
    bars = f"{'1'.rjust(plain)} |{'2'.rjust(doubtful - 2)} |"
    return [f"{DOUBTFUL} |", bars]
