"""``csat recover``: open a laptop whose keyring entry or passphrase is lost, with the recovery key."""

from pathlib import Path

import click

from csat_tui.laptop.recovering import has_device_key
from csat_tui.laptop.recovering import recover as recover_home
from csat_tui.output import emit, json_option
from csat_tui.passphrase_prompt import passphrases, recovery_passphrases
from schemas.language import texts

_ = texts("csat_tui")

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--recovery-key", "key_file", type=FILE, required=True, help="File of the recovery key.")
@click.option("--recovery-passphrase-file", type=FILE, help="Its passphrase; asked for without this.")
@click.option("--sealed", type=FILE, help="The sealed key from the centre, when the home has none.")
@json_option
def recover(key_file: Path, recovery_passphrase_file: Path | None, sealed: Path | None, as_json: bool) -> int:
    """Open the laptop in --home again and keep its key in the keyring, or under a new passphrase."""
    laptop = recover_home(key_file, recovery_passphrases(recovery_passphrase_file), passphrases(), sealed)
    try:
        head = laptop.log.head()
        result = {
            "kept_in": laptop.vault.place,
            "entries": head.n,
            "unsent": laptop.log.to_send(),
            "enrol_again": not has_device_key(laptop),
        }
    finally:
        laptop.close()
    words = _("Open again: {n} entries, {unsent} of them not sent yet.", n=head.n, unsent=result["unsent"])
    if result["enrol_again"]:
        words += "\n" + _("Ask for an enrolment code and run: csat enrol URL CODE")
    emit(result, as_json, words)
    return 0
