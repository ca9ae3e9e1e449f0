"""The help of every command in the language in force, its lines measured in cells; click's own words as well."""

import gettext
import os
from collections.abc import Iterable, Iterator
from importlib.resources import files

import click
from rich.cells import cell_len

from csat_tui.widgets.cells import wrap
from schemas.language import current, texts

_ = texts("csat_tui")

GAP = 2
NAMES = 30
"""Cells that names may take before what they mean begins on a line of its own."""

_english: dict[int, str] = {}
"""Command or option -> its help as it is written in the code."""


class HelpLines(click.HelpFormatter):
    """click counts characters; a Chinese one takes two cells, and has no blank behind it to break a line at."""

    def write_text(self, text: str) -> None:
        margin = " " * self.current_indent
        for number, part in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            for row in wrap(" ".join(part.split()), self.width - self.current_indent):
                self.write(f"{margin}{row}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = NAMES, col_spacing: int = GAP) -> None:
        margin, rows = " " * self.current_indent, list(rows)
        names = [cell_len(name) for name, _words in rows if cell_len(name) <= col_max]
        start = max(names, default=0) + col_spacing
        for name, words in rows:
            told = wrap(words, self.width - self.current_indent - start) if words else []
            beside = cell_len(name) + col_spacing <= start
            first = name + " " * (start - cell_len(name)) + told[0] if beside and told else name
            for row in self._parted(first.rstrip()):
                self.write(f"{margin}{row}\n")
            for row in told[1 if beside else 0 :]:
                self.write(f"{margin}{' ' * start}{row}\n")

    def _parted(self, name: str) -> list[str]:
        """A name with more choices than fit on a line goes on in the next, after a bar."""
        room = self.width - self.current_indent
        rows = [""]
        for part in name.replace("|", "|\n").split("\n") if cell_len(name) > room else [name]:
            if cell_len(rows[-1] + part) > room:
                rows.append("    ")
            rows[-1] += part
        return rows


click.Context.formatter_class = HelpLines


def speak_click() -> None:
    """Let click speak the language in force: it asks gettext, which asks the environment."""
    gettext.bindtextdomain("messages", str(files("csat_tui").joinpath("locale")))
    os.environ["LANGUAGE"] = current()


def in_words(command: click.Command) -> click.Command:
    """The command with its help, and that of its options, in the language in force."""
    for thing, english in _told(command):
        thing.help = _(english)
    if command.help:
        command.short_help = command.help.split("\n\n")[0]
    for under in getattr(command, "commands", {}).values():
        in_words(under)
    return command


def every_text(command: click.Command) -> Iterator[str]:
    """Every help text of a command and of those under it, as written in the code: for the catalogue."""
    yield from (english for _thing, english in _told(command))
    if isinstance(command, click.Group):
        around = click.Context(command)
        for name in command.list_commands(around):
            under = command.get_command(around, name)
            if under is not None:
                yield from every_text(under)


def _told(command: click.Command) -> Iterator[tuple[click.Command | click.Option, str]]:
    if command.help:
        yield command, _english.setdefault(id(command), _plain(command.help))
    for option in command.params:
        if isinstance(option, click.Option) and option.help:
            yield option, _english.setdefault(id(option), _plain(option.help))


def _plain(text: str) -> str:
    """Paragraphs without the line breaks of the code."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n")).strip()
