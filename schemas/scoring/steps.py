"""The explanation of a score: one step for each conclusion, with its rule and its source."""

from dataclasses import dataclass

from schemas.language import Sentence, sentences

say = sentences("schemas")


@dataclass(frozen=True)
class Step:
    """What was concluded, by which rule and keys, from which requirement."""

    sentence: Sentence
    rule: str
    source: str = ""
