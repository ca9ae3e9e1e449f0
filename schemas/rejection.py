"""The one error that rules raise when they refuse an input."""

from __future__ import annotations


class InputError(ValueError):
    """An input that a rule refuses; nothing is scored or stored.

    `code` is stable and meant for programs; `str(error)` is a sentence for the person who typed,
    in the language in force when it was raised.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
