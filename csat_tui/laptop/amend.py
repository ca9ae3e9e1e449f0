"""A finished questionnaire taken up again to be corrected: an interview that begins with its answers."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

from csat_tui.interview import asides, events
from csat_tui.interview.filing import Amending, Header
from csat_tui.laptop import visit
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.record_pages import not_found
from csat_tui.store import customers, packs, responses
from csat_tui.store.clean import cleaned
from schemas.records.response import ResponseFinal, read_response


def begin(laptop: Laptop, response_id: str) -> visit.Visit:
    """The correction of the version that counts, its draft kept from now on; the draft that was begun before when
    there is one. Raises Trouble ``not_found``, ``unknown_pack``."""
    found = responses.head_of(laptop.store, response_id)
    if found is None:
        raise not_found(response_id)
    row, body = found
    for draft in laptop.drafts.open_drafts():
        if (draft.header.get("amending") or {}).get("original") == row.original:
            return visit.resume(laptop, draft.id)
    response = read_response(cleaned(json.loads(body)))
    if packs.by_hash(laptop.store, response.pack_hash) is None:
        raise visit.no_pack(f"{response.pack}@{response.pack_version}")
    amending = Amending(row.original, row.id, sha256(body).hexdigest(), laptop.user, row.void)
    customer = customers.by_id(laptop.store, response.customer or "")
    name = customer.name if customer else response.temp.name if response.temp else ""
    header = replace(_header(response, amending), words=visit.notice_words(laptop, name))
    laptop.drafts.create(header.id, asdict(header), events.carried(_content(cleaned(json.loads(body)))))
    return visit.resume(laptop, header.id)


def _header(response: ResponseFinal, amending: Amending) -> Header:
    """Everything beside the answers stays as it was."""
    return Header(
        id=new_id(),
        pack=response.pack,
        pack_version=response.pack_version,
        channel=response.channel,
        occurred_at=response.occurred_at,
        customer=response.customer,
        temp=response.temp.model_dump(exclude_none=True) if response.temp else None,
        task=response.task,
        event=response.event,
        business_line=response.business_line,
        consultant=response.consultant,
        interviewer=response.interviewer,
        language=response.language,
        paper=response.paper.model_dump(exclude_none=True) if response.paper else None,
        amending=amending,
    )


def _content(body: Mapping[str, Any]) -> dict[str, Any]:
    """What the form starts with. Ticks stand with the answer on record and beside it in a form."""
    ticks = {code: answer["checks"] for code, answer in body["answers"].items() if answer.get("checks")}
    answers = {code: _without_ticks(answer) for code, answer in body["answers"].items()}
    return {
        "answers": {code: answer for code, answer in answers.items() if answer},
        "remarks": body.get("remarks", {}),
        "ticks": ticks,
        "flags": body.get("flags", {}),
        "fill_method": body.get("fill_method", "interviewer"),
        "asides": asides.taken_up(body),
        "promises": list(body.get("promises") or ()),
    }


def _without_ticks(answer: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answer itself; None where nothing but ticks was given."""
    rest = {key: value for key, value in answer.items() if key != "checks"}
    return None if "checks" in answer and rest == {"missing": "not_asked"} else rest
