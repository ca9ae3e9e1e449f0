"""The command line: one lazily imported module of ``commands/`` for each command."""

from collections.abc import Sequence
from importlib import import_module

import click

from csat_tui import VERSION
from csat_tui.output import WRONG_USE, fail, json_text, say_error
from csat_tui.trouble import Trouble
from csat_tui.words.help import in_words, speak_click
from schemas import ENGINE_VERSION
from schemas.language import texts
from sync.protocol.wire import PROTOCOL

_ = texts("csat_tui")

COMMANDS = {
    "admin": "admin",
    "backup": "backup",
    "demo": "demo",
    "doctor": "doctor",
    "enrol": "enrol",
    "export": "export",
    "figures": "figures",
    "import": "import_",
    "list": "listing",
    "packs": "packs",
    "paper": "paper",
    "people": "people",
    "plans": "plans",
    "record": "record",
    "recover": "recover",
    "restore": "restore",
    "rules": "rules",
    "score": "score",
    "serve": "serve",
    "show": "show",
    "sync": "sync",
    "tasks": "tasks",
    "visits": "visits",
}
"""Command -> module of ``csat_tui.commands`` that defines it under the same name; ``list`` and ``import``, which
Python keeps for itself, as ``list_`` and ``import_``."""


class Lazy(click.Group):
    """A group that imports a command's module only when that command is called."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = import_module(f"csat_tui.commands.{COMMANDS[name]}")
        command = getattr(module, name, None) or getattr(module, f"{name}_")
        assert isinstance(command, click.Command)
        return in_words(command)

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        in_words(self)
        super().format_help(context, formatter)


@click.group(cls=Lazy, name="csat")
@click.version_option(
    VERSION,
    message=f"csat %(version)s (rules {ENGINE_VERSION}, protocol {PROTOCOL})",
    help="Show the version of the program, of its rules and of its sync, and exit.",
)
def root() -> None:
    """Customer-satisfaction questionnaires: --home DIR and --passphrase-file FILE go with every command."""


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; the exit code (see ``output``)."""
    as_json = "--json" in arguments
    speak_click()
    try:
        return int(root.main(list(arguments), prog_name="csat", standalone_mode=False) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        return _wrong_use(error, as_json)
    except click.Abort:
        return 130
    except Trouble as trouble:
        return fail(trouble, as_json)


def _wrong_use(error: click.ClickException, as_json: bool) -> int:
    message = error.format_message()
    if as_json:
        advice = _("Run the command with --help.")
        problem = {"code": "usage", "message": message, "safe": _("Nothing was done."), "next": advice}
        click.echo(json_text({"error": problem}))
    elif isinstance(error, click.UsageError):
        error.show()
    else:
        say_error(message)
    return WRONG_USE
