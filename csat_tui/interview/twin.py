"""A questionnaire on file that the one being filled would repeat."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Twin:
    """``when`` and ``by`` for a person; ``answers``: question code -> answer in words."""

    id: str
    when: str
    by: str
    score: str
    answers: Mapping[str, str]
