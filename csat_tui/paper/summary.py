"""The summary table of a period from the forms on this laptop."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import shelf
from csat_tui.paper.mailings import pack_of
from csat_tui.store import customers, month, responses
from schemas.figures.periods import Period
from schemas.figures.summary_table import SummaryTable, summary_table
from schemas.packs.model import Pack
from schemas.records.response import read_response
from schemas.records.unit_forms import unit_form


@dataclass(frozen=True)
class Summary:
    """``names``: unit -> number and name; ``elsewhere``: forms of the period that are on file and whose answers are
    on another laptop, so that the table here is not the whole."""

    pack: Pack
    period: Period
    table: SummaryTable
    names: Mapping[str, Mapping[str, str]]
    elsewhere: int = 0


def summary(laptop: Laptop, name: str, asked: Period) -> Summary:
    """The table as far as this laptop holds the answers. Raises Trouble ``unknown_pack``."""
    pack = pack_of(laptop, name)
    first, last = asked.first.isoformat(), asked.last.isoformat()
    forms, originals = [], set()
    for row in month.records(laptop.store, pack.pack, first, last):
        body = responses.body_of(laptop.store, row.id)
        assert body is not None
        originals.add(row.original)
        forms.append(
            unit_form(pack, read_response(json.loads(body)), _standing(laptop, row.customer) or row.id)
        )
    table = summary_table(pack, forms, _issued_to(laptop, pack, asked))
    names = {row.unit: _name(laptop, row.unit) for row in table.rows}
    return Summary(pack, asked, table, names, _elsewhere(laptop, pack, asked, originals))


def _issued_to(laptop: Laptop, pack: Pack, asked: Period) -> list[str]:
    units = []
    for mailing in reversed(shelf.mailings(laptop.store)):
        if (
            mailing.pack == pack.pack
            and asked.first.isoformat() <= mailing.issued_on <= asked.last.isoformat()
        ):
            units += [_standing(laptop, form.customer) for form in shelf.issued(laptop.store, mailing.id)]
    return list(dict.fromkeys(unit for unit in units if unit))


def _elsewhere(laptop: Laptop, pack: Pack, asked: Period, here: set[str]) -> int:
    batches = [one for one in shelf.batches(laptop.store, closed=True) if one.pack == pack.pack]
    keyed = [form for batch in batches for form in shelf.forms_of(laptop.store, batch.id) if form.keyed]
    return sum(
        1
        for form in keyed
        if str((form.keyed or {}).get("response")) not in here
        and responses.find(laptop.store, str((form.keyed or {}).get("response"))) is None
        and asked.first.isoformat() <= (form.form_date or form.received_on or "") <= asked.last.isoformat()
    )


def _standing(laptop: Laptop, id: str | None) -> str | None:
    found = customers.standing_for(laptop.store, id) if id else None
    return found.id if found else id


def _name(laptop: Laptop, unit: str) -> dict[str, str]:
    found = customers.by_id(laptop.store, unit)
    return {"number": found.number or "", "name": found.name} if found else {}
