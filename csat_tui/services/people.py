"""What screens ask of the people of one laptop: a protocol and its plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from csat_tui.interview.quiz import QuizItem


@dataclass(frozen=True)
class Person:
    """``id``: the name in records; ``name``: how they are called; ``has_pin``: whether they sign in with one."""

    id: str
    name: str
    role: str = "staff"
    has_pin: bool = False
    noticed: bool = True
    """Whether they accepted the confidentiality notice."""


class People(Protocol):
    """Called in worker threads."""

    def everybody(self) -> Sequence[Person]:
        """Who works on this laptop, the enrolled user first."""

    def wanted(self) -> str:
        """Whom the command line named (``--operator``); empty when nobody."""

    def sign_in(self, person: str, pin: str) -> Person:
        """Let somebody sit down. Raises Trouble ``wrong_pin``, ``pin_wait``, ``unknown_person``."""

    def quiz(self, pack: str) -> "Sequence[QuizItem]":
        """The training quiz of a questionnaire."""

    def keep_quiz(self, pack: str, right: int, of: int) -> None:
        """Note how it went for whoever works now."""

    def accept_notice(self) -> None:
        """Keep that whoever works now accepted the confidentiality notice."""
