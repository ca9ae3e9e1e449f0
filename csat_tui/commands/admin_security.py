"""``csat admin recovery-key`` and ``csat admin audit``."""

from pathlib import Path
from typing import Any

import click

from csat_tui.centre.opening import administration
from csat_tui.keys import recovery as recovery_files
from csat_tui.output import DONE, NOT_SO, emit, emit_lines, json_option
from csat_tui.passphrase_prompt import recovery_passphrases
from schemas.language import texts
from schemas.text import one_line
from sync.centre.audit import detail_of
from sync.centre.tables import AuditRow

_ = texts("csat_tui")

database_option = click.option("--database", help="The database, when it is not the one the home remembers.")


@click.command("recovery-key")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Make a new key; its private half goes here only."
)
@click.option("--replace", is_flag=True, help="With --out: the new key takes the place of the one in force.")
@click.option(
    "--recovery-passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The passphrase of the new file; asked for without this.",
)
@database_option
@json_option
def recovery_key(
    out: Path | None,
    replace: bool,
    recovery_passphrase_file: Path | None,
    database: str | None,
    as_json: bool,
) -> int:
    """The organisation's recovery key: make one, or show the one in force and who has sealed to it."""
    with administration(database) as centre:
        known = centre.recovery_key()
        if out is not None:
            if known is not None and not replace:
                raise click.UsageError(_("There is a recovery key; --replace puts a new one in its place."))
            public = recovery_files.create(out, recovery_passphrases(recovery_passphrase_file))
            known = centre.introduce_recovery_key(public)
        sealed = list(centre.sealed_devices().values())
        devices = [device for device in centre.devices() if device.revoked_at is None]
    key = known.id if known else None
    value = {
        "recovery_key": key,
        "created_at": known.created_at if known else None,
        "sealed": sealed.count(key or ""),
        "sealed_to_older": len(sealed) - sealed.count(key or ""),
        "devices": len(devices),
        "file": str(out) if out else None,
    }
    emit(value, as_json, _words(value))
    return DONE if key else NOT_SO


@click.command("audit")
@click.option("--verify", is_flag=True, help="Hold every entry against the chain.")
@click.option("--after", default=0, metavar="N", help="Only the entries after this number.")
@database_option
@json_option
def audit(verify: bool, after: int, database: str | None, as_json: bool) -> int:
    """Who did what, when, about what."""
    with administration(database) as centre:
        if not verify:
            emit_lines((_entry(row) for row in centre.audit(after)), as_json)
            return DONE
        found = centre.check_audit()
    value = {
        "ok": found.broken_at is None,
        "entries": found.entries,
        "chain": found.chain,
        "broken_at": found.broken_at,
    }
    if found.broken_at is None:
        words = _(
            "All {n} entries fit. Keep this value elsewhere: {chain}", n=found.entries, chain=found.chain
        )
    else:
        words = _("Entry {n} is not as it was written, or one before it is gone.", n=found.broken_at)
    emit(value, as_json, words)
    return DONE if found.broken_at is None else NOT_SO


def _words(value: dict[str, Any]) -> str:
    key = value["recovery_key"]
    if key is None:
        return _("There is no recovery key yet; make one with --out FILE.")
    lines = [
        _("Recovery key {key}, made {at}.", key=key, at=value["created_at"]),
        _("{n} of {all} laptops have sealed to it.", n=value["sealed"], all=value["devices"]),
    ]
    if value["file"]:
        lines.append(
            _(
                "Its private half is in {file} and nowhere else: keep it and its passphrase apart, offline.",
                file=value["file"],
            )
        )
    return "\n".join(lines)


def _entry(row: AuditRow) -> tuple[dict[str, Any], str]:
    detail = detail_of(row)
    value = {
        "seq": row.seq,
        "at": row.at,
        "who": row.who,
        "what": row.what,
        "about": row.about,
        "detail": detail,
        "chain": row.chain.hex(),
    }
    more = "  ".join(f"{name}={one_line(str(content))}" for name, content in detail.items())
    return value, f"{row.seq}  {row.at}  {row.who}  {row.what}  {row.about}  {more}".rstrip()
