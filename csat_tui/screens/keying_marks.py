"""What a keyed answer looks like in its box, and what makes one look twice; never a reason to refuse."""

from collections.abc import Sequence

from csat_tui.interview.paper_form import PaperForm
from csat_tui.interview.summary import doubts
from csat_tui.interview.words import answer_words
from schemas.forms.answers import Answer, Missing
from schemas.language import texts
from schemas.paper.dates import Doubt
from schemas.scoring.form_followup import form_followup

_ = texts("csat_tui")

SIGNS = {
    Missing.NOT_APPLICABLE: "/",
    Missing.REFUSED: "*",
    Missing.BLANK: "-",
    Missing.ILLEGIBLE: "+",
    Missing.MULTI_MARKED: "=",
}
LEAST_EQUAL = 5
"""Items that must be the same before that is worth a word."""


def sign_of_answer(form: PaperForm, code: str) -> str:
    """The answer as its keys: a number, the digit of a choice, the sign of a missing one, words as they are."""
    answer = form.state.answers.get(code)
    if answer is None:
        return _("to type") if code in form.state.awaited else ""
    if answer.missing is not None:
        between = getattr(answer, "between", None)
        return "." if between else f"{SIGNS.get(answer.missing, '?')}{_guess(form, code, answer)}"
    if answer.option is not None and len(answer.options or ()) == 1:
        return _digit(form, code, answer.option) or answer.option
    return answer.value or answer_words(form.form.pack, form.form.question(code), answer)


def called_back(form: PaperForm) -> frozenset[str]:
    """Items that are called back about (R12)."""
    return frozenset(form_followup(form.form.pack, form.state.answers)[0])


def marks(form: PaperForm, day: Sequence[Doubt]) -> list[str]:
    """What to look at again, in words."""
    found = [_DOUBTS[doubt]() for doubt in day]
    if low := called_back(form):
        asked = form.form.asked(form.state.answers)
        found.append(_("called back about: {codes}", codes=" ".join(code for code in asked if code in low)))
    if _all_equal(form):
        found.append(_("every item is answered the same"))
    return [*found, *(str(doubt) for doubt in doubts(form.form, form.state))]


_DOUBTS = {
    "future": lambda: _("the day on the form has not come yet"),
    "after_received": lambda: _("the day on the form is later than the day it was received"),
    "before_issued": lambda: _("the day on the form is before it was sent out"),
}


def _guess(form: PaperForm, code: str, answer: Answer) -> str:
    return (_digit(form, code, answer.guess) or answer.guess) if answer.guess else ""


def _digit(form: PaperForm, code: str, option: str) -> str | None:
    from csat_tui.interview.ask import ask_at
    from csat_tui.interview.place import Place

    choices = ask_at(form.form, Place(code)).choices
    return next((keys for keys, one in choices if one.code == option), None)


def _all_equal(form: PaperForm) -> bool:
    given = [
        (answer.scale, answer.value or answer.option)
        for code, answer in form.state.answers.items()
        if answer.given and not answer.text and form.form.question(code).by == "respondent"
    ]
    return len(given) >= LEAST_EQUAL and len(set(given)) == 1 and not form.open_fields
