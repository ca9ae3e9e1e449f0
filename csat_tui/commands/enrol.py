"""``csat enrol``: register this laptop at a centre with a one-time code."""

from pathlib import Path

import click

from csat_tui.keys.recovery import kept_beside
from csat_tui.laptop import syncing
from csat_tui.laptop.opening import open_laptop
from csat_tui.output import emit, json_option
from csat_tui.passphrase_prompt import passphrases
from schemas.language import texts
from sync.client import tls
from sync.client.identity import Trust

_ = texts("csat_tui")


@click.command()
@click.argument("url")
@click.argument("code")
@click.option(
    "--ca",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="PEM file of the organisation's own certificate authority: the only one trusted from now on.",
)
@click.option("--pin", "pins", multiple=True, help="SPKI pin of the centre's key; give at least two.")
@click.option(
    "--allow-plain-http", is_flag=True, help="Accept http: to another machine; anybody can read it."
)
@json_option
def enrol(
    url: str, code: str, ca: Path | None, pins: tuple[str, ...], allow_plain_http: bool, as_json: bool
) -> int:
    """Register this laptop at the centre at URL and fetch what it needs to start."""
    trust = Trust(_authority(ca), _pins(pins), allow_plain_http)
    laptop = open_laptop(passphrases=passphrases())
    try:
        enrolment, pulled = syncing.enrol(laptop, url, code, trust)
        sealed = kept_beside(laptop.home)
    finally:
        laptop.close()
    result = {
        "device": enrolment.device,
        "user": enrolment.user,
        "organisation": enrolment.organisation,
        "incarnation": enrolment.incarnation,
        "pulled": pulled,
        "recovery_key": sealed.recovery_key if sealed else None,
    }
    words = _("Enrolled for {user}; fetched {n}. Start with: csat", user=enrolment.user, n=pulled)
    if sealed is not None:
        words += "\n" + _("The database key is sealed to the recovery key {key}.", key=sealed.recovery_key)
    emit(result, as_json, words)
    return 0


def _authority(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        pem = file.read_text(encoding="ascii")
        tls.context(pem)
    except (OSError, ValueError) as error:
        raise click.UsageError(_("{file} holds no certificate in PEM form.", file=file)) from error
    return pem


def _pins(pins: tuple[str, ...]) -> tuple[str, ...]:
    if not tls.usable_pins(pins):
        raise click.UsageError(_("Give at least two different pins, each 44 characters of base64."))
    return pins
