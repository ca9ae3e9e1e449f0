"""One thing that a file may tell of a record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from csat_tui.importing.values.words import read_text
from schemas.language import Sentence

Reader = Callable[[str], Any]


@dataclass(frozen=True)
class Field:
    """``name``: as the record calls it; ``label``: as a person does; ``headings``: of columns, separated by
    blanks, best first; ``read``: text to a value or a Fault; ``date``: read by ``values.dates`` with the
    source's order instead."""

    name: str
    label: Sentence
    headings: str
    read: Reader = read_text
    date: bool = False
    past: bool = False
    """Whether a day after today cannot be right."""
