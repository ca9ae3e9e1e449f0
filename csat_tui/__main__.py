"""The entry of ``csat``: without a command straight into the app, else the command line.

The app path imports nothing of the command line, and the other way round: each costs its own start only.
"""

import os
import sys
from collections.abc import Sequence

from schemas.language import from_environment, use

GLOBAL_OPTIONS = {
    "--home": "CSAT_HOME",
    "--passphrase-file": "CSAT_PASSPHRASE_FILE",
    "--lang": "CSAT_LANGUAGE",
    "--operator": "CSAT_OPERATOR",
}
"""Options understood anywhere on the line; each is the same as its environment variable."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``csat``; the exit code."""
    rest = take_global_options(list(sys.argv[1:] if arguments is None else arguments))
    use(from_environment())
    if not rest:
        from csat_tui.home import locate
        from csat_tui.start import run_home

        return run_home(locate())
    from csat_tui.cli import run_command

    return run_command(rest)


def take_global_options(arguments: list[str]) -> list[str]:
    """Put the global options into the environment; what is left of the line."""
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            return [*rest, word, *words]
        if name not in GLOBAL_OPTIONS:
            rest.append(word)
        else:
            os.environ[GLOBAL_OPTIONS[name]] = value if equals else next(words, "")
    return rest


if __name__ == "__main__":
    sys.exit(main())
