"""The score, class and completeness of one filled form, with every step that led there.

The one function that the interview screen, ``csat record``, ``csat score`` and the centre call. It reads
nothing but its arguments, so the same form gives the same bytes everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.forms.answers import Answer
from schemas.packs.logic import NO_FACTS, Facts, context, relevant, says_dissatisfied
from schemas.packs.model import Pack
from schemas.scoring.classes import CaseClass
from schemas.scoring.completeness import Completeness
from schemas.scoring.form_class import form_class
from schemas.scoring.form_completeness import form_completeness
from schemas.scoring.form_followup import form_followup, grievance_step, grievances
from schemas.scoring.form_score import form_score
from schemas.scoring.levels import Score
from schemas.scoring.steps import Step


@dataclass(frozen=True)
class Scored:
    """A scored form. ``unrated_reason`` is set exactly when ``score`` is None; ``followup``: codes of what is
    called back about (R12), items first, then grievances (``""``: a remark on the whole form)."""

    score: Score | None
    unrated_reason: str | None
    case_class: CaseClass
    completeness: Completeness
    followup: tuple[str, ...]
    steps: tuple[Step, ...]


def score(
    pack: Pack,
    answers: Mapping[str, Answer],
    *,
    remarks: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
    facts: Facts = NO_FACTS,
) -> Scored:
    """Score one form by its pack (R01, R02, R04, R08, R11, R12, R15, R21, R22).

    ``flags`` are what staff noted beside the answers: ``external`` (manufacturer, media, government),
    ``to_gm``, ``major``, ``dissatisfied``, ``satisfied``. ``facts``: what skips may ask beside the answers.
    """
    known = context(pack, answers, facts)
    found = form_score(pack, answers)
    class_, class_step = form_class(
        pack,
        found.score.value if found.score else None,
        remark=has_remark(_spoken(pack, answers), remarks),
        says_dissatisfied=says_dissatisfied(pack, known),
        flags=flags or {},
    )
    questions = pack.questions
    complete, complete_step = form_completeness(
        pack, answers, lambda code: code in questions and relevant(questions[code], known)
    )
    followed, follow_steps = form_followup(pack, answers)
    aggrieved = grievances(pack, answers, remarks, flags)
    if aggrieved:
        follow_steps = (*follow_steps, grievance_step(aggrieved))
    followed = (*followed, *(code for code in aggrieved if code not in followed))
    steps = (*found.steps, class_step, *follow_steps, complete_step)
    return Scored(found.score, found.reason, class_, complete, followed, steps)


def _spoken(pack: Pack, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    return {code: answer for code, answer in answers.items() if code not in pack.staff_codes}


def has_remark(answers: Mapping[str, Answer], remarks: Mapping[str, str] | None = None) -> bool:
    """Whether the customer said something in words: a remark at any question or an open answer."""
    spoken = any(text.strip() for text in (remarks or {}).values())
    written = any(answer.text and answer.text.strip() for answer in answers.values())
    return spoken or written
