"""R22: whether the questions that must be asked were (S0-22, S0-33, AMB-35)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Handled = Literal["answered", "refused", "not_applicable"]
Status = Literal["COMPLETE", "PARTIAL", "BREAKOFF", "REFUSED"]
MustAskMode = Literal["all_parts", "any_part"]


@dataclass(frozen=True)
class Completeness:
    """How far a form got; `missing` names the must-ask items still open, in the form's order."""

    status: Status
    missing: tuple[str, ...]


def completeness(
    must_ask: Sequence[str | Sequence[str]],
    answers: Mapping[str, Handled],
    *,
    mode: MustAskMode = "all_parts",
) -> Completeness:
    """The status of a form.

    `must_ask` lists item codes; a question of several parts may be given as a list of their codes.
    `mode` is the rule key must_ask.mode: every part must be handled, or any one of them. `answers`
    holds what became of each handled item; an item that is not in it was not asked. A form
    without must-ask items is complete with its first answer.
    """
    questions = [(q,) if isinstance(q, str) else tuple(q) for q in must_ask]
    codes = [code for parts in questions for code in parts]
    counted = codes or list(answers)
    missing = tuple(code for parts in questions for code in _open_parts(parts, answers, mode))
    if any(answers.get(code) == "answered" for code in counted):
        return Completeness("PARTIAL" if missing else "COMPLETE", missing)
    refused = bool(counted) and all(answers.get(code) == "refused" for code in counted)
    return Completeness("REFUSED" if refused else "BREAKOFF", missing)


def _open_parts(parts: Sequence[str], answers: Mapping[str, Handled], mode: MustAskMode) -> Sequence[str]:
    unhandled = [code for code in parts if code not in answers]
    if mode == "any_part" and len(unhandled) < len(parts):
        return []
    return unhandled
