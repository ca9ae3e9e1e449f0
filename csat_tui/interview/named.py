"""A choice that the program itself offers, beside those of the packs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """``words``: what speaks in the current language when it is shown."""

    code: str
    words: object

    def __str__(self) -> str:
        return str(self.words)
