"""Ask for the passphrase on a plain terminal; a script that has none is told so instead of being asked."""

import sys

from csat_tui.keys.passphrase import Passphrases
from schemas.language import texts

_ = texts("csat_tui")


def passphrases() -> Passphrases:
    """The sources for a command: the file named, else the person at the terminal, if there is one."""
    return Passphrases(ask=_ask if sys.stdin.isatty() and sys.stderr.isatty() else None)


def _ask(new: bool) -> str | None:
    import click

    prompt = _("New passphrase for this laptop") if new else _("Passphrase")
    words = click.prompt(prompt, hide_input=True, confirmation_prompt=new, err=True)
    return str(words) or None
