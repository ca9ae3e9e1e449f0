"""Finished questionnaires: read once, scored again, stored with their facts, counted in the roll-up."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from schemas.records.facts import ResponseFacts, facts_of_response
from schemas.records.response import ResponseFinal
from sync.centre.tables import Response
from sync.centre.verdicts import Place, Read, Rules, Taken, Verdict

log = logging.getLogger(__name__)


def judge_response(session: Session, read: Read, rules: Rules) -> Verdict:
    """Whether the pack of a response is approved with this hash; its facts, and the centre's own score."""
    response = ResponseFinal.model_validate(read.content)
    name = f"{response.pack}@{response.pack_version}"
    approved = rules.packs.hash_of(session, name)
    if approved is None:
        return Verdict("unknown_pack", name)
    if approved != response.pack_hash:
        return Verdict("pack_hash", name)
    pack = rules.packs.parsed(session, name, approved)
    taken = Taken(facts_of_response(response), response, pack)
    score, check = _score(taken, rules)
    return Verdict(taken=taken, score=score, check=check)


def store(session: Session, verdicts: Sequence[tuple[Place, Verdict]], rules: Rules) -> dict[int, str]:
    """Store the responses among these and tell the roll-up; the codes of those it broke on, by number."""
    usable = [(place, verdict, verdict.taken) for place, verdict in verdicts if verdict.taken is not None]
    if _told(session, [taken for _, _, taken in usable], rules):
        told = usable
    else:
        told = [entry for entry in usable if _told(session, [entry[2]], rules)]
    rows = [_row(place, taken.facts, verdict) for place, verdict, taken in told]
    if rows:
        session.exec(insert(Response), params=rows)
    broken = {place.seq for place, _, _ in usable} - {place.seq for place, _, _ in told}
    return dict.fromkeys(broken, "failed")


def _told(session: Session, taken: Sequence[Taken], rules: Rules) -> bool:
    if rules.on_responses is None or not taken:
        return True
    try:
        with session.begin_nested():
            rules.on_responses(session, taken)
    except OperationalError:
        raise  # the database, not the body
    except Exception as error:
        log.error("responses could not be counted: %s", type(error).__name__)
        return False
    return True


def _row(place: Place, facts: ResponseFacts, verdict: Verdict) -> dict[str, Any]:
    return {
        **facts.model_dump(),
        "device": place.device,
        "device_seq": place.seq,
        "received_at": place.received_at,
        "centre_score": verdict.score,
        "score_check": verdict.check,
    }


def _score(taken: Taken, rules: Rules) -> tuple[str | None, str]:
    if rules.rescore is None:
        return None, "none"
    try:
        own = rules.rescore(taken.response, taken.pack)
    except Exception:  # whatever a tampered body does to the rules, it is kept and marked
        return None, "failed"
    same = _filled(own) == _filled(taken.response.score.model_dump())
    return json.dumps(own, ensure_ascii=False, sort_keys=True), "same" if same else "differs"


def _filled(score: Mapping[str, Any]) -> dict[str, Any]:
    """What is said, whether a program writes out what is not so or leaves it away; all of it texts and truths."""
    return {key: value for key, value in score.items() if value not in (None, False)}
