"""What the summary table of a written survey is made of, as it stands at this centre."""

import json
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from schemas.figures.periods import Period
from schemas.records.response import ResponseFinal, read_response
from sync.centre.tables import ItemRow, ReferenceRow, Response


def responses(session: Session, pack: str, asked: Period) -> Iterator[tuple[ResponseFinal, str | None]]:
    """The questionnaires of a period that count, in the version that counts, each with its customer."""
    query = (
        select(ItemRow.body, Response.customer)
        .join(Response, (col(Response.device) == ItemRow.device) & (col(Response.device_seq) == ItemRow.seq))
        .where(col(Response.counted).is_(True), Response.pack == pack)
        .where(col(Response.local_date).between(asked.first.isoformat(), asked.last.isoformat()))
        .order_by(col(Response.id))
    )
    for body, customer in session.exec(query):
        if body is not None:
            yield read_response(json.loads(body)), customer


def issued_to(session: Session, pack: str, asked: Period) -> list[str]:
    """Whom forms of the mailings of this period went to, in the order of their serials."""
    first, last = asked.first.isoformat(), asked.last.isoformat()
    mailings = {
        one["id"]
        for one in _bodies(session, "mailing")
        if one.get("pack") == pack and first <= str(one.get("issued_on")) <= last
    }
    forms = [one for one in _bodies(session, "paper_form") if one.get("mailing") in mailings]
    forms.sort(key=lambda one: str(one["serial"]))
    return [str(one["customer"]) for one in forms if one.get("customer")]


class Units:
    """Customers as they are published, each read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, dict[str, Any]] = {}

    def standing(self, id: str | None) -> str | None:
        """The customer that this one was merged into, else itself."""
        path: list[str] = []
        while id is not None and id not in path:
            path.append(id)
            id = self._body(id).get("merged_into")
        return path[-1] if path else None

    def name(self, id: str) -> dict[str, str]:
        """Its number and name; nothing where it is not on file."""
        body = self._body(id)
        return {"number": str(body.get("number") or ""), "name": str(body.get("name") or "")} if body else {}

    def _body(self, id: str) -> dict[str, Any]:
        if id not in self._known:
            query = select(ReferenceRow.body).where(
                ReferenceRow.entity == "customer", ReferenceRow.id == id, col(ReferenceRow.deleted).is_(False)
            )
            found = self._session.exec(query).first()
            self._known[id] = json.loads(found) if found else {}
        return self._known[id]


def _bodies(session: Session, entity: str) -> Iterator[dict[str, Any]]:
    query = select(ReferenceRow.body).where(
        ReferenceRow.entity == entity, col(ReferenceRow.deleted).is_(False)
    )
    return (json.loads(body) for body in session.exec(query))
