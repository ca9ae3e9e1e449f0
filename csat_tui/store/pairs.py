"""Text as tokens of a full-text table: every pair of neighbouring characters is one.

Tokens are the code points in hexadecimal, so that no tokenizer needs to know a script.
"""

from collections.abc import Iterable
from functools import lru_cache
from operator import add
from string import ascii_lowercase, digits

from schemas.text import narrow


def words_of(words: Iterable[str]) -> str:
    """The words that something is found by, each once."""
    return " ".join(dict.fromkeys(filter(None, map(_letters, dict.fromkeys(words)))))


def tokens_of(words: str) -> str:
    """The tokens of such words: all at once, as an import asks for those of every customer."""
    return " ".join(map(_CODES.__getitem__, map(add, words, words[1:] + " ")))


def asked_for(text: str) -> str | None:
    """The full-text expression for what holds every word of a text; None when it has none."""
    return " AND ".join(map(_phrase, _asked_words(text))) or None


def asked_in_passing(text: str) -> str | None:
    """An expression for nearly the same, whose first matches are found at once: a single letter or digit is looked for
    only where another one follows, or nothing. What follows a digit is nearly every token there is, and the index would
    put all that have one in order before it gives the first of them."""
    return (
        " AND ".join(_followed(word) if word in _PLAIN else _phrase(word) for word in _asked_words(text))
        or None
    )


def _asked_words(text: str) -> list[str]:
    return [word for word in map(_letters, narrow(text).split()) if word]


def _letters(text: str) -> str:
    """Letters and digits alone, in one form: a plate is found with and without its point."""
    return text.lower() if text.isascii() and text.isalnum() else _other_letters(text)


@lru_cache(maxsize=1 << 12)
def _other_letters(text: str) -> str:
    plain = narrow(text).casefold()
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


def _pairs(word: str) -> list[str]:
    """The pairs of neighbours, and the last character alone, by which single characters are found."""
    return [*map(_CODES.__getitem__, map(add, word, word[1:])), _CODES[word[-1]]]


class _Codes(dict[str, str]):
    """Characters -> their code points, each in five hexadecimal digits; those that were asked for before. Of a last
    character and the blank behind it, the character's alone; of that blank and what follows, nothing."""

    def __missing__(self, chars: str) -> str:
        if len(self) >= KEPT:
            self.clear()
        code = self[chars] = "".join([f"{ord(char):05x}" for char in chars.split(" ")[0]])
        return code


KEPT = 1 << 16
_CODES = _Codes()


_PLAIN = frozenset(digits + ascii_lowercase)


def _followed(char: str) -> str:
    """The full-text expression for this character alone, or before any letter or digit."""
    return "(" + " OR ".join([_CODES[char], *(_CODES[char + next] for next in sorted(_PLAIN))]) + ")"


def _phrase(word: str) -> str:
    """The full-text expression for a word: its pairs in a row, or anything that begins with its character."""
    pairs = _pairs(word)
    return f"{pairs[0]} *" if len(word) == 1 else f'"{" ".join(pairs[:-1])}"'
