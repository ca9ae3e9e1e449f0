"""``csat enrol``: register this laptop at a centre with a one-time code."""

import click

from csat_tui.laptop import syncing
from csat_tui.laptop.opening import open_laptop
from csat_tui.output import emit, json_option
from csat_tui.passphrase_prompt import passphrases
from schemas.language import texts

_ = texts("csat_tui")


@click.command()
@click.argument("url")
@click.argument("code")
@json_option
def enrol(url: str, code: str, as_json: bool) -> int:
    """Register this laptop at the centre at URL and fetch what it needs to start."""
    laptop = open_laptop(passphrases=passphrases())
    try:
        enrolment, pulled = syncing.enrol(laptop, url, code)
    finally:
        laptop.close()
    result = {
        "device": enrolment.device,
        "user": enrolment.user,
        "organisation": enrolment.organisation,
        "incarnation": enrolment.incarnation,
        "pulled": pulled,
    }
    words = _("Enrolled for {user}; fetched {n}. Start with: csat", user=enrolment.user, n=pulled)
    emit(result, as_json, words)
    return 0
