"""``csat admin``: users, codes, devices and quarantine of a centre, also while it serves."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from csat_tui.centre.opening import administration
from csat_tui.commands.admin_security import audit, recovery_key
from csat_tui.output import emit, emit_lines, json_option
from schemas.language import texts
from schemas.text import one_line
from sync.centre.looks import Looked
from sync.centre.tables import ROLES, Device, ItemRow, Person
from sync.protocol.bundle import MAX_FILE

_ = texts("csat_tui")

database_option = click.option("--database", help="The database, when it is not the one the home remembers.")


@click.group()
def admin() -> None:
    """Users, enrolment codes, devices and quarantine of the centre in --home."""


admin.add_command(audit)
admin.add_command(recovery_key)


@admin.command()
@click.option("--user", required=True, help="For whom; made when there is none of this name.")
@click.option("--role", type=click.Choice(ROLES), help="What they are; left out: as before, or interviewer.")
@click.option("--region", help="Whose customers the laptop carries.")
@database_option
@json_option
def code(user: str, role: str | None, region: str | None, database: str | None, as_json: bool) -> int:
    """A one-time enrolment code, valid for 24 hours."""
    with administration(database) as centre:
        made = centre.code(user, role=role, region=region)
    emit({"code": made}, as_json, made)
    return 0


@admin.command("bundle-in")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The answer."
)
@database_option
@json_option
def bundle_in(file: Path, output: Path, database: str | None, as_json: bool) -> int:
    """Store what a laptop wrote with `csat sync --to-file`, and write the file that answers it."""
    with administration(database) as centre, file.open("rb") as opened:
        answer = centre.bundle_in(opened.read(MAX_FILE + 1))
    output.write_bytes(answer)
    emit({"answer": str(output), "bytes": len(answer)}, as_json, _("The answer is in {file}.", file=output))
    return 0


@admin.command()
@database_option
@json_option
def users(database: str | None, as_json: bool) -> int:
    """Everybody known here."""
    with administration(database) as centre:
        emit_lines((_user(person) for person in centre.users()), as_json)
    return 0


@admin.command()
@click.option("--revoke", metavar="DEVICE", help="Revoke this device: it may only hand in, into quarantine.")
@click.option("--sealed", metavar="DEVICE", help="Give out the sealed database key of this device.")
@database_option
@json_option
def devices(revoke: str | None, sealed: str | None, database: str | None, as_json: bool) -> int:
    """The laptops enrolled here."""
    with administration(database) as centre:
        if sealed is not None:
            click.echo(centre.sealed_key(sealed))
            return 0
        if revoke is not None:
            centre.revoke(revoke)
        emit_lines((_device(device) for device in centre.devices()), as_json)
    return 0


@admin.command()
@click.option("--release", nargs=2, type=(str, int), metavar="DEVICE SEQ", help="Judge one item again.")
@database_option
@json_option
def quarantine(release: tuple[str, int] | None, database: str | None, as_json: bool) -> int:
    """What has arrived but cannot be counted yet, and why."""
    with administration(database) as centre:
        if release is not None:
            centre.release(*release)
        emit_lines(_items(centre.quarantine()), as_json)
    return 0


@admin.command()
@click.option("--accept", metavar="ID", help="Take the proposed value.")
@click.option("--decline", metavar="ID", help="Keep the value that is held.")
@database_option
@json_option
def proposals(accept: str | None, decline: str | None, database: str | None, as_json: bool) -> int:
    """Values set on two laptops, or against the centre's: which one stays is for a person to say."""
    if accept and decline:
        raise click.UsageError(_("Give --accept or --decline, not both."))
    with administration(database) as centre:
        if chosen := accept or decline:
            centre.decide(chosen, accept=accept is not None)
        emit_lines((_proposal(proposal) for proposal in centre.proposals()), as_json)
    return 0


@admin.command()
@click.option("--customer", metavar="ID", help="Only at this customer.")
@click.option("--user", metavar="NAME", help="Only by this user.")
@database_option
@json_option
def looks(customer: str | None, user: str | None, database: str | None, as_json: bool) -> int:
    """Who opened which customer's card, or saw a whole telephone number."""
    with administration(database) as centre:
        emit_lines((_look(look) for look in centre.looks(customer=customer, user=user)), as_json)
    return 0


def _look(look: Looked) -> tuple[dict[str, Any], str]:
    what = _("telephone number") if look.what == "phone" else _("card")
    whom = one_line(look.name or look.customer)
    return asdict(look), f"{one_line(look.at)}  {look.user}  {what}  {whom}  {one_line(look.customer)}"


def _user(person: Person) -> tuple[dict[str, Any], str]:
    content = {"user": person.id, "role": person.role, "region": person.region}
    return content, f"{person.id}  {person.role}  {person.region}"


def _device(device: Device) -> tuple[dict[str, Any], str]:
    content = {
        "device": device.id,
        "user": device.person,
        "n": device.n,
        "created_at": device.created_at,
        "revoked_at": device.revoked_at,
    }
    state = _("revoked {at}", at=device.revoked_at) if device.revoked_at else _("enrolled")
    return content, f"{device.id}  {device.person}  {device.n}  {state}"


def _proposal(proposal: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    kept, proposed = (one_line(str(proposal.get(name, "-"))) for name in ("kept", "proposed"))
    about = f"{proposal['entity']} {proposal['record']}  {proposal['field']}"
    user = proposal.get("user") or "-"
    words = _("held {kept}, proposed {proposed} by {user}", kept=kept, proposed=proposed, user=user)
    return dict(proposal), f"{proposal['id']}  {about}  {words}"


def _items(rows: Any) -> Iterator[tuple[dict[str, Any], str]]:
    row: ItemRow
    for row in rows:
        content = {
            "id": row.id,
            "kind": row.kind,
            "code": row.code,
            "device": row.device,
            "device_seq": row.seq,
        }
        yield content, f"{row.device} {row.seq}  {row.code}  {row.kind}  {row.id}"
