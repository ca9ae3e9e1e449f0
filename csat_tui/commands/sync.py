"""``csat sync``: send, fetch, prove. Exit code 0 exactly when the proof holds."""

from dataclasses import asdict

import click

from csat_tui.laptop import syncing
from csat_tui.laptop.opening import open_laptop
from csat_tui.output import DONE, NOT_SO, emit, json_option, say_error
from csat_tui.passphrase_prompt import passphrases
from schemas.language import texts
from sync.client.progress import Outcome, Progress

_ = texts("csat_tui")


@click.command()
@click.option("--accept-removal", is_flag=True, help="Let the centre take most of a collection away here.")
@json_option
def sync(accept_removal: bool, as_json: bool) -> int:
    """Send what was recorded, fetch what is new, and prove that both ends hold the same."""
    laptop = open_laptop(passphrases=passphrases())
    try:
        outcome = syncing.sync(laptop, _show, accept_removal=accept_removal)
    finally:
        laptop.close()
    emit(asdict(outcome), as_json, _words(outcome))
    return DONE if outcome.proven else NOT_SO


def _show(progress: Progress) -> None:
    names = {"push": _("sending"), "pull": _("fetching"), "verify": _("proving")}
    done = progress.done if progress.total is None else f"{progress.done}/{progress.total}"
    say_error(f"{names[progress.phase]} {done}")


def _words(outcome: Outcome) -> str:
    counts = _(
        "Sent {pushed}, repeated {duplicates}, set aside {quarantined}, fetched {pulled}, {seconds} seconds.",
        pushed=outcome.pushed,
        duplicates=outcome.duplicates,
        quarantined=outcome.quarantined,
        pulled=outcome.pulled,
        seconds=outcome.seconds,
    )
    if not outcome.proven:
        return counts + "\n" + _("NOT proven: the server does not hold the same. Sync again.")
    return (
        counts + "\n" + _("{n} of {n} questionnaires are on the server, proven.", n=outcome.responses_total)
    )
