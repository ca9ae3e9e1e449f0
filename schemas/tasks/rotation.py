"""Optional items in turn, so that customers who come often are not asked everything each time (S0-32)."""

from collections.abc import Sequence
from datetime import date, timedelta

from schemas.forms.expressions import names
from schemas.packs.form import Rotation
from schemas.packs.model import Pack


def rotated(pack: Pack, group: str) -> tuple[tuple[str, ...], ...]:
    """The items of a rotation (``rotate`` of a question) in blocks that are asked together: an item that is
    relevant only for an answer to another one goes with it."""
    blocks: list[list[str]] = []
    for code, question in pack.questions.items():
        if question.rotate != group:
            continue
        asks = set(names(question.relevant)) if question.relevant else set()
        leader = next((block for block in blocks if asks & set(block)), None)
        if leader is None:
            blocks.append([code])
        else:
            leader.append(code)
    return tuple(map(tuple, blocks))


def optional_now(pack: Pack, visits: Sequence[date], now: date) -> tuple[str, ...] | None:
    """The rotated items to be asked at this contact; None when all are.

    ``visits``: the days on which the customer came, this one (``now``) included. With at least as many visits
    inside the window as the pack says, the items go round: visit by visit the next part of them, so that as
    many visits have brought them all once.
    """
    rules = pack.questionnaire.rotation if pack.questionnaire else {}
    turns = {group: turn for group, rule in rules.items() if (turn := _turn(rule, visits, now)) is not None}
    if not turns:
        return None
    asked: list[str] = []
    for group, rule in rules.items():
        blocks = rotated(pack, group)
        part = blocks if group not in turns else blocks[turns[group] :: rule.visits]
        asked += [code for block in part for code in block]
    return tuple(asked)


def _turn(rule: Rotation, visits: Sequence[date], now: date) -> int | None:
    """Which part is asked this time; None while the customer does not come often."""
    since = now - timedelta(days=rule.within_days)
    recent = sum(1 for day in visits if since <= day <= now)
    if recent < rule.visits:
        return None
    return (sum(1 for day in visits if day <= now) - 1) % rule.visits


def left_out(pack: Pack, optional: Sequence[str] | None) -> frozenset[str]:
    """The items that are not asked at a contact with this list."""
    if optional is None or pack.questionnaire is None:
        return frozenset()
    every = {
        code for group in pack.questionnaire.rotation for block in rotated(pack, group) for code in block
    }
    return frozenset(every - set(optional))
