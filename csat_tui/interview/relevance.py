"""Skips and constraints: what the expressions of a question say of the answers so far."""

from collections.abc import Mapping

from schemas.forms.answers import Answer
from schemas.forms.expressions import Context, parse, value_of
from schemas.packs.model import Question


def applies(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Whether the question is asked (its key ``relevant``)."""
    return question.relevant is None or parse(question.relevant).true(_context(answers))


def permitted(question: Question, answer: Answer, answers: Mapping[str, Answer]) -> bool:
    """Whether the value fits the question's ``constraint``; a missing answer always does."""
    if question.constraint is None or not answer.given:
        return True
    return parse(question.constraint).true(_context(answers, answer))


def _context(answers: Mapping[str, Answer], own: Answer | None = None) -> Context:
    return Context(values={code: value_of(answer) for code, answer in answers.items()}, own=value_of(own))
