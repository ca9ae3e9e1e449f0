"""Questionnaires on file of the customer and period of the one that is being filled."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from csat_tui.interview.filing import Header
from csat_tui.interview.state import State
from csat_tui.interview.twin import Twin
from csat_tui.interview.words import answer_words
from csat_tui.laptop.opening import Laptop
from csat_tui.store.customer_file import customer_file
from csat_tui.words.common import score_words
from schemas.forms.answers import Answer
from schemas.packs.model import Pack
from schemas.tasks.repeats import repeats


def twins(laptop: Laptop, header: Header, pack: Pack, state: State) -> Sequence[Twin]:
    """Those that count, the newest first; none for a correction."""
    if header.customer is None or header.amending is not None:
        return ()
    file = customer_file(laptop.store, header.customer)
    day = date.fromisoformat(header.occurred_at[:10])
    return [
        _twin(pack, body)
        for row, body in (file.responses if file else ())
        if row.counted
        and row.id != header.id
        and repeats(pack, body, state.answers, day, event=header.event, task=header.task)
    ]


def _twin(pack: Pack, body: Mapping[str, Any]) -> Twin:
    answers = {
        code: answer_words(pack, pack.questions[code], Answer.model_validate(wire))
        for code, wire in body["answers"].items()
        if code in pack.questions
    }
    score = score_words(body["score"].get("value")) or "-"
    return Twin(body["id"], body["local_date"], body.get("interviewer") or "", score, answers)
