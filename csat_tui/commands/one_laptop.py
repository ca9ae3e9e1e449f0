"""The laptop of this home, open for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from csat_tui.laptop.opening import Laptop, open_laptop
from csat_tui.passphrase_prompt import passphrases


@contextmanager
def laptop_open() -> Iterator[Laptop]:
    """The laptop of this home for one command."""
    laptop = open_laptop(passphrases=passphrases())
    try:
        yield laptop
    finally:
        laptop.close()
