"""The answers and remarks of a recorded line: accepted as the screen would accept them."""

from collections.abc import Mapping
from typing import Any

from csat_tui.interview.entry import Refusal, accept_text, against_constraint
from csat_tui.interview.pages import WITHOUT_NOTICE, Form
from csat_tui.recording.more import accept_told
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.text import one_line

_ = texts("csat_tui")


def answers_of(
    form: Form, line: Mapping[str, Any], faults: list[Refusal], before: Mapping[str, Answer]
) -> dict[str, Answer]:
    """The answers the line gives, over those that are on file, by question code;
    faults where one does not fit its question."""
    given = line.get("answers")
    if not isinstance(given, Mapping):
        faults.append(Refusal("answers", "missing", _("The line has no answers, as an object.")))
        return {}
    answers: dict[str, Answer] = dict(before)
    for code, raw in given.items():
        answer = _answer(form.pack, str(code), raw)
        if isinstance(answer, Refusal):
            faults.append(answer)
        else:
            answers[str(code)] = answer
    known = form.known(answers)
    faults.extend(
        refusal
        for code, answer in answers.items()
        if (refusal := against_constraint(form.question(code), answer, known))
    )
    return answers


def _answer(pack: Pack, code: str, raw: object) -> Answer | Refusal:
    question = pack.questions.get(code)
    if question is None:
        shown = one_line(code)[:40]
        return Refusal(
            shown, "unknown_question", _("{pack} has no question {code}.", pack=pack.name, code=shown)
        )
    return accept_told(pack, question, raw)


def remarks_of(pack: Pack, line: Mapping[str, Any], faults: list[Refusal]) -> dict[str, str]:
    """What was said at a question, by its code."""
    given = line.get("remarks") or {}
    if not isinstance(given, Mapping) or any(code not in pack.questions for code in given):
        faults.append(
            Refusal("remarks", "unknown_question", _("remarks must go with questions of the pack."))
        )
        return {}
    kept = {}
    for code, said in given.items():
        answer = accept_text(code, None, str(said))
        if isinstance(answer, Refusal):
            faults.append(answer)
        elif answer.text:
            kept[code] = answer.text
    return kept


def consent_sentence() -> str:
    """Why a line without an answered notice cannot be stored."""
    return _(
        "Consent is missing: the notice must be answered, except by {channels}.",
        channels=", ".join(WITHOUT_NOTICE),
    )
