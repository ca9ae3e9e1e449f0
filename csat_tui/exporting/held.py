"""What is to be exported, as both ends hand it over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.masking import masked
from schemas.packs.model import Pack

ANONYMOUS = "anonymous"
_IDENTITY = ("customer", "temp", "task", "event", "respondent", "moved_from", "repeats", "paper", "promises")
"""What leads from a questionnaire to a person."""


@dataclass(frozen=True)
class Held:
    """One version of a questionnaire. ``status``: how far it has come; ``customer``: the record of whom it is about,
    where it is here; ``pack``: None where its pack is not here."""

    body: Mapping[str, Any]
    status: str
    counted: bool
    superseded_by: str | None = None
    customer: Mapping[str, Any] | None = None
    pack: Pack | None = None


@dataclass(frozen=True)
class Wanted:
    """Which questionnaires; what is empty leaves nothing out. ``first``/``last``: local dates, both included;
    ``versions``: also those that a correction has replaced."""

    pack: str = ""
    first: str = ""
    last: str = ""
    versions: bool = False

    def __call__(self, held: Held) -> bool:
        name, _at, version = self.pack.partition("@")
        body = held.body
        return (
            (not name or body["pack"] == name)
            and (not version or body["pack_version"] == version)
            and (not self.first or self.first <= body["local_date"] <= self.last)
            and (self.versions or held.superseded_by is None)
        )


def is_anonymous(held: Held) -> bool:
    """Whether nobody may learn from it who answered: they said so, or the pack asks without names."""
    privacy = held.pack.privacy if held.pack else None
    return held.body.get("consent") == ANONYMOUS or (privacy is not None and privacy.anonymous)


def shown(held: Held, *, phones: bool) -> dict[str, Any]:
    """The body as it may leave: without what leads to a person where it is anonymous, telephone numbers masked
    unless they are asked for."""
    body = dict(held.body)
    if is_anonymous(held):
        body = {name: value for name, value in body.items() if name not in _IDENTITY}
    return body if phones else masked(body)
