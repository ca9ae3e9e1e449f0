"""What a centre exports: the questionnaires of all laptops, and the records it publishes."""

import json
from collections.abc import Iterator
from typing import Any

from csat_tui.exporting.held import Held
from schemas.packs.model import Pack
from sync.centre import read
from sync.centre.packs import ApprovedPacks
from sync.centre.store import Store


def responses(store: Store) -> Iterator[Held]:
    """Every version in the order of arrival, those set aside as well."""
    with store.reading() as session:
        names = read.approved_names(session)
        shelf = ApprovedPacks()
        packs = {hash: shelf.parsed(session, name, hash) for hash, name in names.items()}
    for one in read.questionnaires(store):
        content = json.loads(one.body)
        pack: Pack | None = packs.get(content["pack_hash"])
        customer = json.loads(one.customer) if one.customer else None
        yield Held(content, one.status, one.counted, one.superseded_by, customer, pack)


def records(store: Store, kind: str) -> Iterator[dict[str, Any]]:
    """The published records of a kind, in the order of their ids."""
    return read.published(store, kind)
