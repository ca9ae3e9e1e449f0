"""The training quiz of a questionnaire (J15, S1-017): what its own rules answer, asked of who is to use it.

Nothing is written down twice: which item must be asked and what a score means are worked out from the pack.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csat_tui.interview.pages import Form
from csat_tui.interview.words import short
from csat_tui.words.common import class_name
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.scoring.contact import score

_ = texts("csat_tui")

MISTAKES = 1
"""How many wrong answers still pass."""
LOW, GOOD = "65", "85"
CLASSES = ("COMPLAINT", "GRIEVANCE", "CALLBACK_UNSATISFIED", "OPINION", "NONE")


@dataclass(frozen=True)
class QuizItem:
    """``right``: the place of the right choice, from 0; ``why``: said after the answer."""

    asks: str
    choices: Sequence[str]
    right: int
    why: str


def quiz(pack: Pack) -> list[QuizItem]:
    """The questions about a pack, in the language in force."""
    form = Form(pack, "phone")
    return [*_notice(form), *_must(form), *_signs(), *_missing(), *_classes(pack), *_honest()]


def passed(right: int, of: int) -> bool:
    """Whether so many right answers are enough."""
    return of - right <= MISTAKES


def _notice(form: Form) -> Iterator[QuizItem]:
    if form.notice is not None:
        yield QuizItem(
            _("You have read the notice; the customer has no time now. What do you do?"),
            (_("Ask the must-ask questions quickly"), _("Note: another time"), _("Note: refused")),
            1,
            _("Another time keeps the draft; without consent nothing is asked."),
        )


def _must(form: Form) -> Iterator[QuizItem]:
    """One item that must be asked among some that need not be."""
    must = [q for q in form.order if q.code in form.must]
    other = [q for q in form.order if q.code not in form.must]
    if must and other:
        choices = [other[0], must[0], *other[1:2]]
        yield QuizItem(
            _("Which of these must be asked?"),
            [short(form, one.code) for one in choices],
            1,
            _("Must-ask items are marked with ! in the list; F7 goes to the next open one."),
        )


def _signs() -> Iterator[QuizItem]:
    yield QuizItem(
        _("The customer does not want to answer this question. Which key?"),
        ("/", "*", "-", "+"),
        1,
        _("/ not applicable, * refused, - left blank, + cannot be read."),
    )


def _missing() -> Iterator[QuizItem]:
    yield QuizItem(
        _("How does a refused item count in the mean?"),
        (_("As 0"), _("As the mean of the others"), _("Not at all, and its reason is kept")),
        2,
        _("A missing answer is no number; it is counted apart, with its reason."),
    )


def _classes(pack: Pack) -> Iterator[QuizItem]:
    """What a low score means, and a good one with a complaint beside it; only where one item gives the score."""
    code = next((one for one in pack.questions if _class_of(pack, one, LOW, None) is not None), None)
    if code is None:
        return
    for value, remark in ((LOW, None), (GOOD, "x")):
        right = _class_of(pack, code, value, remark)
        if right is None:
            continue
        shown = CLASSES if right in CLASSES else (*CLASSES, right)
        said = _("with a remark") if remark else _("without a remark")
        yield QuizItem(
            _(
                "“{item}”: the customer gives {value}, {said}. What is this contact?",
                item=short(Form(pack, "phone"), code),
                value=value,
                said=said,
            ),
            [class_name(one) for one in shown],
            shown.index(right),
            _("The rule of this questionnaire says: {name}.", name=class_name(right)),
        )


def _class_of(pack: Pack, code: str, value: str, remark: str | None) -> str | None:
    """The class of a form in which this item alone was answered; None when it gives no score."""
    scale = pack.questions[code].scale
    found = score(pack, {code: Answer(scale=scale, value=value)}, remarks={code: remark} if remark else None)
    given = found.score is not None and str(found.score.value) == value
    return found.case_class if given else None


def _honest() -> Iterator[QuizItem]:
    yield QuizItem(
        _("May you tell the customer which score you hope for?"),
        (_("Yes, if it is true"), _("Only for regular customers"), _("Never")),
        2,
        _("A score that was asked for counts for nothing; part of the interviews is checked."),
    )
