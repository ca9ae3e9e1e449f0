"""The one error that rules raise when they refuse an input."""

from __future__ import annotations


class InputError(ValueError):
    """An input that a rule refuses; nothing is scored or stored.

    `code` is stable and meant for programs. `message` is an English sentence with `{named}` places
    (the msgid for a translator) and `details` fills them; `str(error)` is the filled sentence.
    """

    def __init__(self, code: str, message: str, **details: object) -> None:
        super().__init__(message.format(**details))
        self.code = code
        self.message = message
        self.details = details
