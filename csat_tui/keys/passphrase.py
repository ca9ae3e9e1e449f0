"""Where a passphrase comes from: a file that was named, the environment, or a person who is asked."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")

MIN_LENGTH = 8

Ask = Callable[[bool], str | None]
"""Asks a person. True: for a new passphrase (have it typed twice). None: they gave up."""


@dataclass(frozen=True)
class Passphrases:
    """The sources in order: ``file``, ``CSAT_PASSPHRASE_FILE`` (``--passphrase-file``) unless ``environment`` is
    False because it is about another secret, ``ask``."""

    ask: Ask | None = None
    file: Path | None = None
    environment: bool = True

    @property
    def path(self) -> Path | None:
        """The passphrase file meant, if any."""
        named = os.environ.get("CSAT_PASSPHRASE_FILE") if self.environment else None
        return self.file or (Path(named) if named else None)

    @property
    def given_by_file(self) -> bool:
        return self.path is not None

    def get(self, *, new: bool) -> str:
        """The passphrase. Raises Trouble ``locked`` when there is nobody to ask, ``no_passphrase_file``
        when the file cannot be read, ``weak_passphrase`` when a new one is too short."""
        words = self._read() if self.path else self.ask(new) if self.ask else None
        if not words:
            raise locked() if self.environment else not_given()
        if new and len(words) < MIN_LENGTH:
            raise weak()
        return words

    def _read(self) -> str:
        assert self.path is not None
        try:
            return self.path.read_text(encoding="utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise Trouble(
                "no_passphrase_file",
                _("The passphrase file {file} cannot be read.", file=self.path),
                _("The database was not opened."),
                _("Check the path given with --passphrase-file or CSAT_PASSPHRASE_FILE."),
            ) from error


def locked() -> Trouble:
    return Trouble(
        "locked",
        _("The database is locked and no passphrase was given."),
        _("The database was not changed."),
        _("Give the passphrase when asked, or with --passphrase-file or CSAT_PASSPHRASE_FILE."),
    )


def not_given() -> Trouble:
    return Trouble(
        "locked",
        _("No passphrase of the recovery key was given."),
        _("Nothing was changed."),
        _("Give it when asked, or with --recovery-passphrase-file."),
    )


def weak() -> Trouble:
    return Trouble(
        "weak_passphrase",
        _("The passphrase is shorter than {n} characters.", n=MIN_LENGTH),
        _("Nothing was changed."),
        _("Choose a longer one; several words are easy to remember."),
    )


def bad() -> Trouble:
    return Trouble(
        "bad_passphrase",
        _("The passphrase is not right."),
        _("The database was not changed."),
        _("Try again; mind upper and lower case and the input method."),
    )
