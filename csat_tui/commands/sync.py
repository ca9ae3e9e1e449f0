"""``csat sync``: send, fetch, prove. Exit code 0 exactly when the proof holds."""

from dataclasses import asdict
from pathlib import Path

import click

from csat_tui.laptop import syncing
from csat_tui.laptop.opening import open_laptop
from csat_tui.laptop.set_aside import set_aside
from csat_tui.output import DONE, NOT_SO, emit, json_option, say_error
from csat_tui.passphrase_prompt import passphrases
from schemas.language import texts
from sync.client.bundle import TakenIn, Written
from sync.client.progress import Outcome, Progress

_ = texts("csat_tui")

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--accept-removal", is_flag=True, help="Let the centre take most of a collection away here.")
@click.option("--to-file", type=FILE, help="Without a network: write what is to be sent to this file.")
@click.option("--from-file", type=FILE, help="Take in the file with which the centre answered.")
@json_option
def sync(accept_removal: bool, to_file: Path | None, from_file: Path | None, as_json: bool) -> int:
    """Send what was recorded, fetch what is new, and prove that both ends hold the same."""
    if to_file is not None and from_file is not None:
        raise click.UsageError(_("--to-file and --from-file are two steps."))
    laptop = open_laptop(passphrases=passphrases())
    try:
        if to_file is not None:
            return _written(syncing.to_file(laptop, to_file), syncing.scans_waiting(laptop), to_file, as_json)
        if from_file is not None:
            return _taken(syncing.from_file(laptop, from_file, accept_removal=accept_removal), as_json)
        outcome = syncing.sync(laptop, _show, accept_removal=accept_removal)
        aside = set_aside(laptop)
    finally:
        laptop.close()
    held = [asdict(one) for one in aside]
    told = [_words(outcome), *(_("Set aside: {what}: {why}", what=one.what, why=one.why) for one in aside)]
    emit({**asdict(outcome), "set_aside": held}, as_json, "\n".join(told))
    return DONE if outcome.proven else NOT_SO


def _written(written: Written, scans: int, file: Path, as_json: bool) -> int:
    counts = {
        "entries": written.entries,
        "left": written.left,
        "bytes": len(written.data),
        "scans_left": scans,
    }
    words = _(
        "{n} entries are in {file}; {left} are left for the next file.",
        n=written.entries,
        file=file,
        left=written.left,
    )
    if scans:
        words += "\n" + _("{n} scans are not in it: they wait for a sync over the network.", n=scans)
    emit({"file": str(file), **counts}, as_json, words)
    return DONE


def _taken(taken: TakenIn, as_json: bool) -> int:
    """Exit code 0 exactly when the centre has proven all that is here now."""
    words = _("Acknowledged {n}, fetched {pulled}.", n=taken.acknowledged, pulled=taken.pulled)
    proof = _("Everything is on the server, proven.") if taken.proven else _("NOT everything is proven yet.")
    emit(asdict(taken), as_json, f"{words}\n{proof}")
    return DONE if taken.proven else NOT_SO


def _show(progress: Progress) -> None:
    names = {"push": _("sending"), "pull": _("fetching"), "verify": _("proving"), "scan": _("scans, bytes")}
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
    proof = _("{n} of {n} questionnaires are on the server, proven.", n=outcome.responses_total)
    return f"{counts}\n{proof}{_scans(outcome)}"


def _scans(outcome: Outcome) -> str:
    sent = _("Sent {n} scans.", n=outcome.scans) if outcome.scans else ""
    left = _("{n} scans waiting for the next sync.", n=outcome.scans_waiting) if outcome.scans_waiting else ""
    words = " ".join(filter(None, (sent, left)))
    return f"\n{words}" if words else ""
