"""``csat_tui.services.people.People`` on a real laptop."""

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from csat_tui.laptop import people
from csat_tui.laptop.opening import Laptop
from csat_tui.services.people import Person

if TYPE_CHECKING:
    from csat_tui.interview.quiz import QuizItem


class LaptopPeople:
    """Called in worker threads. Nothing of practice is real, so nobody accepts a notice there."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop

    def everybody(self) -> Sequence[Person]:
        found = people.everybody(self._laptop)
        if self._laptop.home.kind == "practice":
            return [replace(one, noticed=True) for one in found]
        return found

    def wanted(self) -> str:
        return os.environ.get("CSAT_OPERATOR", "")

    def sign_in(self, person: str, pin: str) -> Person:
        people.sign_in(self._laptop, person, pin)
        return next(one for one in self.everybody() if person in (one.id, one.name))

    def quiz(self, pack: str) -> "Sequence[QuizItem]":
        from csat_tui.laptop import training

        return training.questions(self._laptop, pack)

    def keep_quiz(self, pack: str, right: int, of: int) -> None:
        from csat_tui.laptop import training

        training.keep(self._laptop, pack, right, of)

    def accept_notice(self) -> None:
        people.accept_notice(self._laptop)
