"""``csat list``: what a laptop or a centre holds, one line an item, written while it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import click

from csat_tui.centre.wanted import for_centre
from csat_tui.laptop import reference_rows, task_list
from csat_tui.laptop.opening import Laptop, open_laptop
from csat_tui.output import emit_lines, json_option
from csat_tui.passphrase_prompt import passphrases
from csat_tui.store import customers, devicelog, response_list
from csat_tui.store.response_list import Selection
from csat_tui.store.tables import ResponseRow
from schemas.figures.periods import period
from schemas.language import texts
from schemas.numbers import rational
from schemas.records.reference import COLLECTIONS
from schemas.rejection import InputError

_ = texts("csat_tui")

_RESPONSES = ("response.final", "response.amend")
EVERYBODY = 1_000_000
_OF_RESPONSES = ("final", "sent", "proven", "quarantined")
_OF_TASKS = ("pending", "in_progress", "appointment", "done", "exhausted", "cancelled", "reserve")
_OF_RECORDS = (
    "accepted",
    "declined",
    "applied",
    "undone",
    "active",
    "temporary",
    "merged",
    "closed",
    "imported",
)
STATUSES = (*_OF_RESPONSES, "open", *_OF_TASKS, "stored", *_OF_RECORDS)
KINDS = ("response.final", "response.amend", "draft", "task", *sorted(set(COLLECTIONS) - {"task"}))
"""What a laptop lists. A centre lists what it received by the kind it came under, and the records it made of it."""


@dataclass(frozen=True)
class Filters:
    """What was asked for; empty asks for all. ``below``: exact, only what has a score under it."""

    kind: str = ""
    status: str = ""
    pack: str = ""
    first: str = ""
    last: str = ""
    customer: str = ""
    user: str = ""
    case_class: str = ""
    text: str = ""
    below: Fraction | None = None

    @property
    def on_answers(self) -> bool:
        """Whether something is asked that only a questionnaire can answer."""
        words = self.text and self.kind != "customer"
        return bool(self.case_class or words or self.user or self.below is not None)

    def wants(self, row: dict[str, Any]) -> bool:
        """Whether a line passes what any line can be asked."""
        day, pack = str(row.get("occurred_at") or "")[:10], str(row.get("pack") or "").partition("@")[0]
        return (
            (not self.status or row["status"] == self.status)
            and (not self.first or self.first <= day <= self.last)
            and (not self.pack or pack == self.pack)
        )


@click.command("list")
@click.option(
    "--kind", help=f"{', '.join(KINDS)}; on a centre also any kind it received. Left out: the first four."
)
@click.option("--status", type=click.Choice(STATUSES), help="Only what has come this far.")
@click.option("--pack", help="Only of this pack.")
@click.option("--period", "period_text", help="Only what occurred in this period.")
@click.option("--customer", help="Only of this customer, by number or id.")
@click.option("--user", help="Only what this user interviewed; on a centre: handed in.")
@click.option("--class", "case_class", help="Only of this class.")
@click.option("--score-below", help="Only with a score under this number.")
@click.option(
    "--text", help="Only with these words in customer, answers or remarks; of customers: as F3 finds them."
)
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@json_option
def list_(
    kind: str | None,
    status: str | None,
    pack: str | None,
    period_text: str | None,
    customer: str | None,
    user: str | None,
    case_class: str | None,
    score_below: str | None,
    text: str | None,
    database: str | None,
    as_json: bool,
) -> int:
    """Responses with their corrections, drafts and tasks; on a centre's home what it has received."""
    first, last = _days(period_text)
    asked = Filters(
        kind=kind or "",
        status=status or "",
        pack=pack or "",
        first=first,
        last=last,
        customer=customer or "",
        user=user or "",
        case_class=case_class or "",
        text=text or "",
        below=_below(score_below),
    )
    emit_lines(((row, _line(row)) for row in _rows(asked, database)), as_json)
    return 0


def _days(text: str | None) -> tuple[str, str]:
    if text is None:
        return "", ""
    try:
        asked = period(text)
    except InputError as error:
        raise click.UsageError(str(error)) from error
    return asked.first.isoformat(), asked.last.isoformat()


def _below(text: str | None) -> Fraction | None:
    try:
        return None if text is None else rational(text)
    except ValueError as error:
        raise click.UsageError(
            _("--score-below takes a number, not “{text}”.", text=(text or "")[:20])
        ) from error


def _rows(asked: Filters, database: str | None) -> Iterator[dict[str, Any]]:
    if for_centre(database):
        from csat_tui.centre.listing import centre_rows

        yield from centre_rows(asked, database)
        return
    if asked.kind and asked.kind not in KINDS:
        raise click.UsageError(
            _(
                "There is no kind “{kind}”; these can be listed: {kinds}.",
                kind=asked.kind[:40],
                kinds=", ".join(KINDS),
            )
        )
    if asked.on_answers and asked.kind not in ("", *_RESPONSES):
        raise click.UsageError(
            _("Only questionnaires can be asked for a class, a score, a user or words in them.")
        )
    laptop = open_laptop(passphrases=passphrases())
    try:
        if asked.kind in reference_rows.KINDS:
            yield from _records(laptop, asked)
        if asked.kind in ("", *_RESPONSES):
            yield from _responses(laptop, asked)
        if asked.kind in ("", "draft") and not asked.on_answers:
            yield from filter(asked.wants, _drafts(laptop, asked))
        if asked.kind in ("", "task") and not asked.on_answers:
            yield from filter(asked.wants, _tasks(laptop, asked))
    finally:
        laptop.close()


def _responses(laptop: Laptop, asked: Filters) -> Iterator[dict[str, Any]]:
    if asked.status and asked.status not in _OF_RESPONSES:
        return
    found = _customers(laptop, asked.customer)
    if found == []:
        return
    wanted = Selection(
        words=asked.text,
        first=asked.first,
        last=asked.last,
        pack=asked.pack,
        case_class=asked.case_class,
        customers=found or (),
        interviewer=asked.user,
        versions=True,
    )
    with laptop.store.read() as session:
        proof = devicelog.last_proof(session)
        for row, result, code in response_list.every(session, wanted):
            status = _status(row.log_seq, result, proof.n if proof else 0)
            if asked.kind in ("", _kind(row)) and asked.status in ("", status) and _under(row, asked.below):
                yield _response(row, status, code)


def _kind(row: ResponseRow) -> str:
    return "response.final" if row.amends is None else "response.amend"


def _under(row: ResponseRow, below: Fraction | None) -> bool:
    return below is None or (row.score is not None and rational(row.score) < below)


def _response(row: ResponseRow, status: str, code: str | None) -> dict[str, Any]:
    versions = {"amends": row.amends, "original": row.original if row.amends else None}
    told = versions | {"code": code, "amended_by": row.superseded_by, "void": row.void}
    return {
        "id": row.id,
        "kind": _kind(row),
        "status": status,
        **{key: value for key, value in told.items() if value},
        "counted": row.counted,
        "pack": f"{row.pack}@{row.pack_version}",
        "device_seq": row.log_seq,
        "occurred_at": row.occurred_at,
        "customer": row.customer,
        "score": row.score,
        "class": row.case_class,
    }


def _customers(laptop: Laptop, name: str) -> list[str] | None:
    """The ids under which a customer is on record, merged ones included; None: nobody was asked for."""
    if not name:
        return None
    found = customers.by_id(laptop.store, name) or customers.by_number(laptop.store, name)
    if found is None:
        return []
    with laptop.store.read() as session:
        return customers.all_ids(session, found.id)


def _status(seq: int, result: str | None, proven: int) -> str:
    """final, then sent, then proven; or quarantined."""
    if result == "quarantined":
        return "quarantined"
    return "proven" if seq <= proven else "sent" if result else "final"


def _drafts(laptop: Laptop, asked: Filters) -> Iterator[dict[str, Any]]:
    found = _customers(laptop, asked.customer)
    for draft in laptop.drafts.open_drafts():
        if found is not None and draft.header.get("customer") not in found:
            continue
        amending = draft.header.get("amending") or {}
        yield {
            "id": draft.id,
            "kind": "draft",
            "status": "open",
            **({"amends": amending["amends"]} if amending else {}),
            "pack": f"{draft.header['pack']}@{draft.header['pack_version']}",
            "occurred_at": draft.header["occurred_at"],
            "changed_at": draft.changed_at,
        }


def _tasks(laptop: Laptop, asked: Filters) -> Iterator[dict[str, Any]]:
    """Those that are open; all of them where tasks, or what became of them, are asked for."""
    found = _customers(laptop, asked.customer)
    rows = task_list.rows(laptop, everything=bool(asked.kind or asked.status))
    return (row for row in rows if found is None or row.get("customer") in found)


def _records(laptop: Laptop, asked: Filters) -> Iterator[dict[str, Any]]:
    found = _customers(laptop, asked.customer)
    if asked.text:
        named = {one.id for one in customers.search(laptop.store, asked.text, EVERYBODY)}
        found = [id for id in named if found is None or id in found]
    for row in reference_rows.rows(laptop, asked.kind):
        whose = row["id"] if asked.kind == "customer" else row.get("customer") or row.get("record")
        if asked.wants(row) and (found is None or whose in found):
            yield row


def _line(row: dict[str, Any]) -> str:
    told = ("occurred_at", "kind", "status", "score", "class", "number", "name", "source_no", "field", "id")
    words = (row.get(key) for key in told)
    return "  ".join(str(word) for word in words if word)
