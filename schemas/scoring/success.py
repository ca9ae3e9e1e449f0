"""What counts as a successful callback and as a completed survey (AMB-24, S0-13, S0-14)."""

from __future__ import annotations

from typing import Literal

SuccessDefinition = Literal["must_items_handled", "connected"]


def callback_succeeded(
    reached_right_person: bool,
    missing: int,
    *,
    definition: SuccessDefinition = "must_items_handled",
) -> bool:
    """回访成功: a live conversation with the right person in which every must-ask item was handled.

    `missing` counts must-ask items neither answered nor refused (R22). The rule key
    success.definition may say `connected`: the conversation alone is enough.
    """
    if not reached_right_person or definition == "connected":
        return reached_right_person
    return missing == 0


def survey_succeeded(callback: bool, has_score: bool) -> bool:
    """满意度调查成功: a successful callback that also brought a score or a level."""
    return callback and has_score
