"""Finished questionnaires and their amendments: read once, scored again, stored with their facts, counted in the
roll-up, where an amendment takes the place of what it amends."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from sqlmodel import Session

from schemas.packs.model import Pack
from schemas.records.facts import ResponseFacts
from schemas.records.response import ResponseFinal, read_response
from sync.centre import versions
from sync.centre.bulk import insert_many
from sync.centre.dialect import of_the_database
from sync.centre.tables import Response
from sync.centre.verdicts import Place, Read, Rules, Taken, Verdict

log = logging.getLogger(__name__)

STANDING = ("counted", "superseded_by", "device", "device_seq", "received_at", "centre_score", "score_check")
COLUMNS = (*ResponseFacts.model_fields, *STANDING)
_FACTS = attrgetter(*ResponseFacts.model_fields)

Usable = tuple[Place, Verdict, Taken]


def judge_response(session: Session, read: Read, rules: Rules) -> Verdict:
    """Whether the pack of a response is approved with this hash; its facts, and the centre's own score."""
    response = read_response(read.content)
    name = f"{response.pack}@{response.pack_version}"
    approved = rules.packs.hash_of(session, name) or rules.packs.settled_hash_of(session, name)
    if approved is None:
        return Verdict("unknown_pack", name)
    if approved != response.pack_hash:
        return Verdict("pack_hash", name)
    pack = rules.packs.parsed(session, name, approved)
    score, check = _score(response, pack, rules)
    try:
        taken = Taken.of(response, pack, read.digest)
    except Exception as error:
        log.error("a response could not be counted: %s", type(error).__name__)
        return Verdict("failed")
    return Verdict(taken=taken, score=score, check=check)


def store(session: Session, verdicts: Sequence[tuple[Place, Verdict]], rules: Rules) -> dict[Place, str]:
    """Store the responses among these and tell the roll-up; the codes of those that cannot be used."""
    usable = [(place, verdict, verdict.taken) for place, verdict in verdicts if verdict.taken is not None]
    beside = {taken.facts.id: taken for _, _, taken in usable}
    codes = _stored(session, usable, beside, rules)
    if codes is not None:
        return codes
    codes = {}
    for one in sorted(usable, key=_amending):  # one of them breaks a rule: it must not hold up the others
        alone = _stored(session, [one], beside, rules)
        codes |= {one[0]: "failed"} if alone is None else alone
    return codes


def _amending(one: Usable) -> bool:
    return one[2].facts.amends is not None


def _stored(
    session: Session, usable: Sequence[Usable], beside: Mapping[str, Taken], rules: Rules
) -> dict[Place, str] | None:
    """All of these in one savepoint; None when a rule broke, and nothing was stored."""
    if not usable:
        return {}
    try:
        with session.begin_nested():
            return _placed(session, usable, beside, rules)
    except Exception as error:
        if of_the_database(error):
            raise
        log.error("responses could not be counted: %s", type(error).__name__)
        return None


def _placed(
    session: Session, usable: Sequence[Usable], beside: Mapping[str, Taken], rules: Rules
) -> dict[Place, str]:
    """Each takes its place among the versions of its questionnaire, in the order of arrival."""
    found = versions.place(session, [taken for _, _, taken in usable], beside)
    sound = [
        (place, verdict, replace(taken, replaces=found.replaced.get(taken.facts.id)))
        for place, verdict, taken in usable
        if taken.facts.id not in found.codes
    ]
    if rules.on_responses is not None and sound:
        rules.on_responses(session, [taken for _, _, taken in sound])
    if sound:
        rows = [_row(place, taken.facts, verdict) for place, verdict, taken in sound]
        insert_many(session, Response, COLUMNS, rows)
    versions.note_superseded(session, found.superseded)
    return {place: found.codes[taken.facts.id] for place, _, taken in usable if taken.facts.id in found.codes}


def _row(place: Place, facts: ResponseFacts, verdict: Verdict) -> tuple[Any, ...]:
    """The values of ``COLUMNS``."""
    standing = (facts.void is None, None, place.device, place.seq, place.received_at)
    return (*_FACTS(facts), *standing, verdict.score, verdict.check)


def _score(response: ResponseFinal, pack: Pack, rules: Rules) -> tuple[str | None, str]:
    if rules.rescore is None:
        return None, "none"
    try:
        own = rules.rescore(response, pack)
    except Exception:  # whatever a tampered body does to the rules, it is kept and marked
        return None, "failed"
    same = _filled(own) == _filled(response.score.model_dump())
    return json.dumps(own, ensure_ascii=False, sort_keys=True), "same" if same else "differs"


def _filled(score: Mapping[str, Any]) -> dict[str, Any]:
    """What is said, whether a program writes out what is not so or leaves it away; all of it texts and truths."""
    return {key: value for key, value in score.items() if value not in (None, False)}
