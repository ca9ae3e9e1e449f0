"""The warning that this customer was asked before in the period: both questionnaires side by side (R13)."""

from collections.abc import Sequence

from csat_tui.interview.summary import Summary, summary
from csat_tui.interview.twin import Twin
from csat_tui.interview.words import answer_words, short
from csat_tui.screens.interview_lines import INDENT, Shown, answer_field, message_rows, title_row
from csat_tui.widgets.cells import fit, wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.page import Drawn
from csat_tui.words.common import score_words
from schemas.language import texts
from schemas.numbers import exact

_ = texts("csat_tui")


def draw_twins(shown: Shown, twins: Sequence[Twin], width: int, height: int) -> Drawn:
    """Both of them, and the reason to go on."""
    field, cursor = answer_field(shown, width)
    said = _("This customer was asked with this questionnaire in the same period already. Esc keeps the draft, Up goes "
             "back; a reason and Enter, then F9, store this one beside it.")  # fmt: skip
    head = [
        title_row(shown, width),
        line(),
        *(line(Span((INDENT if n else " ! ") + row, "warn")) for n, row in enumerate(wrap(said, width - 6))),
        line(),
    ]
    foot = [line(), *field, *message_rows(shown, width)]
    room = height - len(head) - len(foot)
    rows = _beside(shown, twins, width)[:room]
    lines = [*head, *rows, *[line()] * (room - len(rows)), *foot]
    return Drawn(tuple(lines[:height]), (cursor[0], len(head) + room + 1 + cursor[1]))


def _beside(shown: Shown, twins: Sequence[Twin], width: int) -> list[Line]:
    form, state, column = shown.interview.form, shown.interview.state, (width - 8) // 3
    if not twins:
        return []
    twin = twins[0]
    rows = [
        ("", _("on file"), _("this one")),
        ("", f"{twin.when} {twin.by}", ""),
        (_("Score"), twin.score, _score(summary(shown.interview))),
    ]
    for code in form.asked(state.answers):
        new = answer_words(form.pack, form.question(code), state.answers.get(code))
        rows.append((short(form, code), twin.answers.get(code, "-"), new))
    return [line(INDENT, "  ".join(fit(text, column) for text in row)) for row in rows]


def _score(found: Summary) -> str:
    return score_words(str(exact(found.scored.score.value))) or "-" if found.scored.score else "-"
