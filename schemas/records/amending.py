"""Which version of a questionnaire counts, when some were corrected: one rule for both ends.

A version is the final response or an amendment of it. They form a chain: an amendment corrects the version that
counted when it was made, named by id and by the SHA-256 of its bytes. Where two amend the same version, the one that
arrives first takes its place; the other changes nothing and stays visible with a code, because nobody may be
overruled unseen. The order is that of arrival at the centre, and on a laptop that of its log; no clock decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from sqlmodel import Field, SQLModel

Code = Literal["unknown_amended", "amended_differs", "amended_before", "other_questionnaire"]

VERSIONS = "versions"
"""Feed entity: ``{original, bodies}``, the amendments of a questionnaire that stand, as text in their order."""

OVERRULED: frozenset[str] = frozenset({"amended_differs", "amended_before", "other_questionnaire"})
"""The codes of amendments that change nothing; ``unknown_amended`` alone waits for what it amends."""


class VersionColumns(SQLModel):
    """How a version stands, beside its facts. ``counted``: it is the one in the figures; ``superseded_by``: the
    amendment that took its place."""

    counted: bool = Field(default=True)
    superseded_by: str | None = Field(default=None)


@dataclass(frozen=True)
class Version:
    """A final response (``amends`` None) or an amendment. ``sha256``: of its bytes, in hexadecimal; ``pack``: hash
    of the pack it was filled with."""

    id: str
    original: str
    pack: str
    sha256: str
    amends: str | None = None
    amends_sha256: str | None = None


@dataclass(frozen=True)
class Chain:
    """The versions of one questionnaire. ``successor``: id -> the amendment in its place; ``waiting``: amendments
    whose amended version has not arrived, in order; ``refused``: id -> why an amendment changes nothing."""

    versions: Mapping[str, Version] = field(default_factory=dict)
    successor: Mapping[str, str] = field(default_factory=dict)
    waiting: Sequence[Version] = ()
    refused: Mapping[str, Code] = field(default_factory=dict)

    @property
    def head(self) -> Version | None:
        """The version that counts; None while only amendments have arrived."""
        return next((one for id, one in self.versions.items() if id not in self.successor), None)

    def with_version(self, new: Version) -> "Chain":
        """The chain after one more has arrived, and after it those that waited for it."""
        if new.id in self.versions:
            return self
        code = self.fault(new)
        if code == "unknown_amended":
            return replace(self, waiting=(*self.waiting, new))
        if code is not None:
            return replace(self, refused={**self.refused, new.id: code})
        successor = {**self.successor, new.amends: new.id} if new.amends else self.successor
        grown = replace(self, versions={**self.versions, new.id: new}, successor=successor, waiting=())
        for one in self.waiting:
            grown = grown.with_version(one)
        return grown

    def fault(self, new: Version) -> Code | None:
        """Why a version cannot take its place in this chain now."""
        if new.amends is None:
            return None
        amended = self.versions.get(new.amends)
        if amended is None:
            return "unknown_amended"
        if amended.sha256 != new.amends_sha256:
            return "amended_differs"
        if (amended.original, amended.pack) != (new.original, new.pack):
            return "other_questionnaire"
        return "amended_before" if new.amends in self.successor else None


def chain_of(versions: Iterable[Version]) -> Chain:
    """The chain that versions of one questionnaire make in the order of their arrival."""
    chain = Chain()
    for version in versions:
        chain = chain.with_version(version)
    return chain
