"""Text as tokens of a full-text table: every pair of neighbouring characters is one.

Tokens are the code points in hexadecimal, so that no tokenizer needs to know a script.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise

from schemas.text import narrow


def words_of(words: Iterable[str]) -> str:
    """The words that something is found by, each once."""
    return " ".join(dict.fromkeys(filter(None, map(_letters, words))))


def tokens_of(words: str) -> str:
    """The tokens of such words."""
    return " ".join([token for word in words.split() for token in _pairs(word)])


def asked_for(text: str) -> str | None:
    """The full-text expression for what holds every word of a text; None when it has none."""
    phrases = [_phrase(word) for word in map(_letters, narrow(text).split()) if word]
    return " AND ".join(phrases) or None


@lru_cache(maxsize=1 << 12)
def _letters(text: str) -> str:
    """Letters and digits alone, in one form: a plate is found with and without its point."""
    plain = narrow(text).casefold()
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


def _pairs(word: str) -> list[str]:
    """The pairs of neighbours, and the last character alone, by which single characters are found."""
    codes = list(map(_code, word))
    return [*map("".join, pairwise(codes)), *codes[-1:]]


@cache
def _code(char: str) -> str:
    return f"{ord(char):05x}"


def _phrase(word: str) -> str:
    """The full-text expression for a word: its pairs in a row, or anything that begins with its character."""
    pairs = _pairs(word)
    return f"{pairs[0]} *" if len(word) == 1 else f'"{" ".join(pairs[:-1])}"'
