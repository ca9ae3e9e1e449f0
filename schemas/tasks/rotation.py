"""Optional items in turn, so that customers who come often are not asked everything each time (S0-32)."""

from collections.abc import Sequence
from datetime import date, timedelta

from schemas.packs.model import Pack


def optional_items(pack: Pack) -> tuple[str, ...]:
    """The questions that need not be asked: no must-ask item, no notice, score, remark or entry of staff."""
    must = set(pack.questionnaire.must_ask.items) if pack.questionnaire else set()
    return tuple(
        code
        for code, question in pack.questions.items()
        if code not in must and not question.must and question.block is None and question.by != "staff"
    )


def optional_now(pack: Pack, visits: Sequence[date], now: date) -> tuple[str, ...] | None:
    """The optional items for this contact; None when all may be asked.

    ``visits``: the days on which the customer came, this one (``now``) included. With at least as many visits
    inside the window as the pack says, the items go round: visit by visit the next part of them, so that as
    many visits have brought them all once.
    """
    rule = pack.questionnaire.rotation.get("optional") if pack.questionnaire else None
    if rule is None:
        return None
    since = now - timedelta(days=rule.within_days)
    recent = [day for day in visits if since <= day <= now]
    if len(recent) < rule.visits:
        return None
    items = optional_items(pack)
    turn = (sum(1 for day in visits if day <= now) - 1) % rule.visits
    return items[turn :: rule.visits]
