"""Ask for a passphrase on a plain terminal; a script that has none is told so instead of being asked."""

import sys
from pathlib import Path

from csat_tui.keys.passphrase import Ask, Passphrases
from schemas.language import texts

_ = texts("csat_tui")


def passphrases() -> Passphrases:
    """The sources of the laptop's passphrase: the file named, else the person at the terminal, if there is one."""
    return Passphrases(ask=_asking(_("New passphrase for this laptop"), _("Passphrase")))


def recovery_passphrases(file: Path | None) -> Passphrases:
    """The same for the file of a recovery key, which has a passphrase of its own."""
    ask = _asking(_("New passphrase for the recovery key"), _("Passphrase of the recovery key"))
    return Passphrases(ask=ask, file=file, environment=False)


def _asking(new_prompt: str, prompt: str) -> Ask | None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(new: bool) -> str | None:
        import click

        words = click.prompt(
            new_prompt if new else prompt, hide_input=True, confirmation_prompt=new, err=True
        )
        return str(words) or None

    return ask
