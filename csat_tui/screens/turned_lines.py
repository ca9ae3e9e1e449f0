"""The screen turned to the customer: only the question and its choices, nothing of who is asked or by whom (J1.5)."""

from csat_tui.interview.interview import Interview
from csat_tui.interview.keying import ticked
from csat_tui.interview.place import END, Step
from csat_tui.interview.words import filled, wording
from csat_tui.screens.interview_lines import scale_hint
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.page import Drawn
from schemas.language import texts

_ = texts("csat_tui")

MARGIN = "      "
SHOWN = (Step.VALUE, Step.LEVEL, Step.REASON)


def to_be_shown(interview: Interview) -> bool:
    """Whether the customer may read what is asked here."""
    ask = interview.ask
    return (
        interview.place.step in SHOWN
        and ask.kind != "text"
        and (ask.question is None or ask.question.by != "staff")
    )


def draw_turned(interview: Interview, width: int, height: int) -> Drawn:
    """The page for the customer's eyes."""
    rows: list[Line] = [line(), line()]
    rows += [line(MARGIN, Span(row, "strong")) for row in wrap(_said(interview), width - 2 * len(MARGIN))]
    if interview.ask.kind == "number" and interview.ask.scale is not None:
        rows += [line(), line(MARGIN, scale_hint(interview.ask))]
    rows += [line(), *(_choice(interview, n) for n in range(len(interview.ask.choices)))]
    field = f"{MARGIN}> {'' if interview.ask.kind == 'multi' else interview.typed}"
    answering = interview.ask.kind in ("number", "single")
    rows += [line(), line(Span(f"{field}_", "strong"))] if answering else []
    at = len(rows) - 1
    why = interview.refusal.message if interview.refusal else ""
    rows += (
        [line(), *(line(MARGIN, Span(row, "warn")) for row in wrap(why, width - 2 * len(MARGIN)))]
        if why
        else []
    )
    rows = rows[: height - 1]
    keys = line(Span(" " + _("Enter next  Up before  F11 back to the interviewer"), "dim"))
    return Drawn((*rows, *[line()] * (height - 1 - len(rows)), keys), (len(field), min(at, height - 1)))


def _said(interview: Interview) -> str:
    if interview.place.question != END:
        return wording(interview.form, interview.place)
    closing = interview.form.pack.closing
    return filled(interview.form, str(closing)) if closing else _("Thank you. Please hand the screen back.")


def _choice(interview: Interview, n: int) -> Line:
    keys, option = interview.ask.choices[n]
    given = interview.state.answers.get(interview.place.question)
    if interview.ask.kind == "multi":
        mark = "[x]" if option.code in ticked(interview.ask, interview.typed) else "[ ]"
    else:
        mark = " * " if given is not None and given.option == option.code else "   "
    return line(f"{MARGIN}{mark} {keys}  {option}")
