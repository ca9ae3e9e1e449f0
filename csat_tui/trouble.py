"""What a person is told when something cannot be done: what happened, what is safe, what to do."""


class Trouble(Exception):
    """An error a person can act on.

    ``code`` is stable and meant for programs (``locked``, ``bad_passphrase``, ``disk_full`` …); the other
    three are one sentence each, in the language in force when it was raised. None holds customer data.
    """

    def __init__(self, code: str, message: str, safe: str, next: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.safe = safe
        self.next = next

    def as_dict(self) -> dict[str, str]:
        """The error object of ``--json`` output."""
        return {"code": self.code, "message": self.message, "safe": self.safe, "next": self.next}

    def __str__(self) -> str:
        return running(self.message, self.safe, self.next)


def running(*sentences: str) -> str:
    """Sentences as running text: a blank between two of them, none behind a Chinese full stop, which brings its own."""
    text = ""
    for sentence in filter(None, sentences):
        text += f" {sentence}" if text and not text.endswith(("。", "！", "？")) else sentence
    return text
