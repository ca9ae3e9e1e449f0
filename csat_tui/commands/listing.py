"""``csat list`` and ``csat show``: what a laptop or a centre holds, one line an item, one whole."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import click
from sqlmodel import col, select

from csat_tui.centre.wanted import for_centre
from csat_tui.laptop import task_list
from csat_tui.laptop.opening import Laptop, open_laptop
from csat_tui.laptop.record_pages import not_found
from csat_tui.output import emit, emit_lines, json_option
from csat_tui.passphrase_prompt import passphrases
from csat_tui.store import devicelog, responses
from csat_tui.store.tables import LogRow, ResponseRow
from schemas.figures.periods import period
from schemas.language import texts
from schemas.rejection import InputError

_ = texts("csat_tui")


@click.command("list")
@click.option("--kind", type=click.Choice(["response.final", "draft", "task"]), help="Only this kind.")
@click.option("--period", "period_text", help="Only what occurred in this period.")
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@json_option
def list_(kind: str | None, period_text: str | None, database: str | None, as_json: bool) -> int:
    """Responses, drafts and tasks; on a centre's home what it has received."""
    first, last = _days(period_text)
    rows = (row for row in _rows(kind, database) if first <= str(row.get("occurred_at") or "")[:10] <= last)
    emit_lines(((row, _line(row)) for row in rows), as_json)
    return 0


@click.command()
@click.argument("id")
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@json_option
def show(id: str, database: str | None, as_json: bool) -> int:
    """One record whole, as it is stored."""
    body = _body(id, database)
    if as_json:
        sys.stdout.write(body.decode() + "\n")
    else:
        emit(None, False, json.dumps(json.loads(body), ensure_ascii=False, indent=2))
    return 0


def _days(text: str | None) -> tuple[str, str]:
    if text is None:
        return "", "~"
    try:
        asked = period(text)
    except InputError as error:
        raise click.UsageError(str(error)) from error
    return asked.first.isoformat(), asked.last.isoformat()


def _rows(kind: str | None, database: str | None) -> Iterator[dict[str, Any]]:
    if for_centre(database):
        from csat_tui.centre.listing import centre_rows

        yield from centre_rows(kind, database)
        return
    laptop = open_laptop(passphrases=passphrases())
    try:
        parts = {"response.final": _responses, "draft": _drafts, "task": _tasks}
        for name, part in parts.items():
            if kind in (None, name):
                yield from part(laptop)
    finally:
        laptop.close()


def _responses(laptop: Laptop) -> Iterator[dict[str, Any]]:
    query = (
        select(ResponseRow, LogRow.result, LogRow.code)
        .join(LogRow, col(LogRow.seq) == col(ResponseRow.log_seq))
        .order_by(col(ResponseRow.log_seq))
    )
    with laptop.store.read() as session:
        proof = devicelog.last_proof(session)
        for row, result, code in session.exec(query.execution_options(yield_per=500)):
            yield {
                "id": row.id,
                "kind": "response.final",
                "status": _status(row.log_seq, result, proof.n if proof else 0),
                **({"code": code} if code else {}),
                "pack": f"{row.pack}@{row.pack_version}",
                "device_seq": row.log_seq,
                "occurred_at": row.occurred_at,
                "score": row.score,
                "class": row.case_class,
            }


def _status(seq: int, result: str | None, proven: int) -> str:
    """final, then sent, then proven; or quarantined."""
    if result == "quarantined":
        return "quarantined"
    return "proven" if seq <= proven else "sent" if result else "final"


def _drafts(laptop: Laptop) -> Iterator[dict[str, Any]]:
    for draft in laptop.drafts.open_drafts():
        yield {
            "id": draft.id,
            "kind": "draft",
            "status": "open",
            "pack": f"{draft.header['pack']}@{draft.header['pack_version']}",
            "occurred_at": draft.header["occurred_at"],
            "changed_at": draft.changed_at,
        }


def _tasks(laptop: Laptop) -> Iterator[dict[str, Any]]:
    yield from task_list.rows(laptop)


def _line(row: dict[str, Any]) -> str:
    words = (row.get(key) for key in ("occurred_at", "kind", "status", "score", "class", "id"))
    return "  ".join(str(word) for word in words if word)


def _body(id: str, database: str | None) -> bytes:
    if for_centre(database):
        from csat_tui.centre.listing import centre_body

        return centre_body(id, database)
    laptop = open_laptop(passphrases=passphrases())
    try:
        body = responses.body_of(laptop.store, id)
    finally:
        laptop.close()
    if body is None:
        raise not_found(id)
    return body
