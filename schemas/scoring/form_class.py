"""The case class of one filled form (R04), with the reason in words."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from schemas.language import Sentence
from schemas.numbers import Number, exact
from schemas.packs.model import Pack
from schemas.packs.scoring_keys import Classify
from schemas.scoring.classes import CaseClass, case_class
from schemas.scoring.steps import Step, say

Flags = Mapping[str, Any]

GAP_WORDS: Mapping[CaseClass, Sentence] = {
    "OPINION_MINOR": say("minor opinion"),
    "GRIEVANCE": say("grievance"),
    "OPINION": say("opinion"),
    "REVIEW": say("the supervisor decides"),
}


def form_class(
    pack: Pack, value: Number | None, *, remark: bool, says_dissatisfied: bool, flags: Flags
) -> tuple[CaseClass, Step]:
    """The class and why. ``flags`` are what staff noted beside the answers."""
    keys = pack.classify
    if keys is None:
        return "NONE", Step(say("This pack has no case classes."), "R04")
    dissatisfied = says_dissatisfied or bool(flags.get("dissatisfied"))
    class_ = case_class(
        value,
        has_remark=remark,
        says_dissatisfied=dissatisfied,
        says_satisfied=bool(flags.get("satisfied")),
        external_body=flags.get("external"),
        to_gm_or_head=bool(flags.get("to_gm")),
        major_objection=bool(flags.get("major")),
        unsatisfied_below=keys.unsatisfied_below,
        opinion_from=keys.opinion_from,
        gap_70_80=keys.gap_70_80,
        remark_no_score=keys.remark_no_score,
    )
    return class_, Step(_sentence(keys, class_, value, flags), "R04", "S0-34…46")


def _sentence(keys: Classify, class_: CaseClass, value: Number | None, flags: Flags) -> Sentence:
    below, opinion = exact(keys.unsatisfied_below), exact(keys.opinion_from)
    shown = "" if value is None else exact(value)
    low = value is not None and Fraction(value) < Fraction(keys.unsatisfied_below)
    if class_ == "COMPLAINT":
        return say("Went to an outside body -> formal complaint, counts in the quality objective.")
    if class_ == "GRIEVANCE" and (flags.get("to_gm") or flags.get("major")):
        return say("To the management or a major objection -> grievance.")
    if class_ == "CALLBACK_UNSATISFIED" and low:
        return say(
            "{value} < {below} -> dissatisfied at callback, a ticket is due.", value=shown, below=below
        )
    if class_ == "CALLBACK_UNSATISFIED":
        return say("The customer says dissatisfied -> dissatisfied at callback, a ticket is due.")
    if value is None and class_ == "REVIEW":
        return say("A remark without a score -> the supervisor decides.")
    if value is None and class_ == "OPINION":
        return say(
            "A remark without a score, but the customer says satisfied -> opinion (key remark_no_score)."
        )
    if class_ == "NONE" and value is None:
        return say("No score and no remark -> no case.")
    if class_ == "NONE":
        return say("No remark and not below {below} -> no case.", below=below)
    if value is not None and Fraction(value) >= Fraction(keys.opinion_from):
        return say(
            "{value} >= {opinion} with a remark -> opinion, not in the quality objective.",
            value=shown,
            opinion=opinion,
        )
    return say(
        "{below} <= {value} < {opinion} with a remark -> {class_} (key gap_70_80).",
        below=below,
        value=shown,
        opinion=opinion,
        class_=GAP_WORDS.get(class_, class_),
    )
