"""The two rows of keys of an interview: first how to answer here, then how to move."""

from csat_tui.actions import on_screen
from csat_tui.interview.interview import Interview
from csat_tui.interview.place import Step
from csat_tui.widgets.cells import packed
from csat_tui.widgets.line import Line, Span, line
from schemas.language import texts

_ = texts("csat_tui")

_MOVING = 50
"""Actions from this rank on stand in the second row."""
_EVERYWHERE = 80
"""Actions from this rank on are the same on all screens; here there is no room for them."""


def key_rows(interview: Interview, width: int) -> list[Line]:
    """Exactly two rows, cut to what fits."""
    actions = [action for action in on_screen("interview") if 0 < action.rank < _EVERYWHERE]
    answering = [*_signs(interview), *(f"{a.label} {a.name}" for a in actions if a.rank < _MOVING)]
    moving = [f"{a.label} {a.name}" for a in actions if a.rank >= _MOVING]
    return [line(" ", Span(packed(items, width - 2)[0], "dim")) for items in (answering, moving)]


def _signs(interview: Interview) -> list[str]:
    ask, question = interview.ask, interview.ask.question
    step = interview.place.step
    if question is None or question.block == "B0" or step not in (Step.VALUE, Step.LEVEL):
        return []
    if step is Step.LEVEL:
        slash = _("reason") if question.unrated else _("n/a")
    else:
        slash = _("level") if question.fallback else _("n/a")
    only_empty = [] if ask.kind != "text" else [_("(field empty)")]
    signs = [f"/ {slash}", "* " + _("refused"), "- " + _("blank"), "+ " + _("unclear")]
    return [*signs, *only_empty]
