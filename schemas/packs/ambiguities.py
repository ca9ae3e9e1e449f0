"""Where the source procedures are garbled or silent: what a pack chose, and what another choice would change.

The register itself is data: ``library/_ambiguities.yaml``, one entry a place, AMB-01 to AMB-40.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from schemas.packs.parts import Text
from schemas.packs.source import library_text, parse_list


class Alternative(Text):
    """Another value of the key, as written in a pack file; the text says what it changes."""

    value: str


class Ambiguity(Text):
    """One entry; its text says how the place is read by default.

    ``place``: rows of the requirements. ``phrase``: the words of the source. ``key``: path in a pack, its parts
    parted by points; None where the reading is settled for good. ``systems``: the procedures concerned, empty for
    all. ``needs``: the entry concerns only packs that have this key.
    """

    id: str
    place: str
    phrase: str
    key: str | None = None
    default: str = ""
    systems: tuple[str, ...] = ()
    needs: str | None = None
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class Choice:
    """An ambiguity as one pack decided it. ``value`` is written as in a pack file."""

    ambiguity: Ambiguity
    value: str

    @property
    def meaning(self) -> Text | None:
        """What the chosen value means, a text in both languages; None for a value the register does not know."""
        if self.value == self.ambiguity.default:
            return self.ambiguity
        return next((other for other in self.ambiguity.alternatives if other.value == self.value), None)

    @property
    def others(self) -> tuple[Alternative, ...]:
        """What could be chosen instead, the default included."""
        entry = self.ambiguity
        default = Alternative(value=entry.default, zh=entry.zh, en=entry.en)
        return tuple(one for one in (default, *entry.alternatives) if one.value != self.value)


@cache
def register() -> tuple[Ambiguity, ...]:
    """All entries in the order of their ids."""
    entries = parse_list(library_text("_ambiguities"), "_ambiguities.yaml")
    return tuple(Ambiguity.model_validate(entry) for entry in entries)


def choices(content: Mapping[str, object]) -> Iterator[Choice]:
    """The entries with a key that concern this resolved pack, with the value that it holds."""
    systems = content.get("systems")
    of_pack = set(systems) if isinstance(systems, list) else set()
    for entry in register():
        concerned = not entry.systems or of_pack & set(entry.systems)
        if concerned and entry.key and _has(content, entry.needs or entry.key) and _has(content, entry.key):
            yield Choice(entry, written(_at(content, entry.key)))


_ABSENT = object()


def _has(content: object, key: str) -> bool:
    return _at(content, key) is not _ABSENT


def _at(content: object, key: str) -> object:
    for part in key.split("."):
        if not isinstance(content, Mapping) or part not in content:
            return _ABSENT
        content = content[part]
    return content


def written(value: object) -> str:
    """A value as it stands in a pack file, on one line; a text shows both languages."""
    if isinstance(value, Mapping):
        if set(value) == {"zh", "en"}:
            return f"{value['zh']} ({value['en']})"
        return "{" + ", ".join(f"{key}: {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
