"""What changed between two packs, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from schemas.language import texts
from schemas.packs.ambiguities import written

_ = texts("schemas")

Content = dict[str, Any]
Path = tuple[str, ...]

IDENTITY = ("code", "id", "item", "channel")
"""Keys by which the entries of a list are told apart; without one of them a list is compared as a whole."""

_UNCOUNTED = frozenset({"signoff"})


@dataclass(frozen=True)
class Change:
    """One difference. ``old`` and ``new`` as written in a pack file; None where there is nothing.

    ``breaks``: answers from before and after cannot be put into one figure as they stand.
    """

    path: Path
    kind: Literal["added", "removed", "changed", "moved"]
    old: str | None
    new: str | None

    @property
    def breaks(self) -> bool:
        if self.path[:2] == ("questionnaire", "items"):
            gone = self.kind == "removed" and len(self.path) == 3
            return gone or (self.kind == "changed" and self.path[3:] in (("scale",), ("fallback",)))
        options = self.path[:1] == ("scales",) and "options" in self.path
        gone = options and self.kind == "removed" and len(self.path) == 4
        return gone or (options and self.kind == "changed" and self.path[-1] in ("value", "low", "high"))

    @property
    def sentence(self) -> str:
        """The change in the current language."""
        place = where(self.path)
        if self.kind == "added":
            return _("{where}: added, {new}.", where=place, new=self.new)
        if self.kind == "removed":
            return _("{where}: removed, was {old}.", where=place, old=self.old)
        if self.kind == "moved":
            return _(
                "{where}: moved from place {old} to place {new}.", where=place, old=self.old, new=self.new
            )
        return _("{where}: {old} became {new}.", where=place, old=self.old, new=self.new)


def changes(old: Content, new: Content) -> list[Change]:
    """The differences between two resolved packs; sign-off is left out, as it is from the hash."""
    before, after = dict(_flat(old, ())), dict(_flat(new, ()))
    found = [*_gone_and_changed(before, after), *_come(before, after), *_moved(old, new)]
    return sorted(_without_inner(found), key=lambda change: (change.path, change.kind))


def where(path: Path) -> str:
    """The place of a change as a person calls it."""
    if path[:2] == ("questionnaire", "items") and len(path) > 2:
        return _join(_("item {code}", code=path[2]), path[3:])
    if path[0] == "scales" and len(path) > 1:
        name = _("scale {name}", name=path[1])
        if path[2:3] == ("options",) and len(path) > 3:
            return _join(name + _(", option {code}", code=path[3]), path[4:])
        return _join(name, path[2:])
    return " › ".join(_name(part) for part in path)


def _join(head: str, rest: Path) -> str:
    return " › ".join([head, *(_name(part) for part in rest)])


def _name(key: str) -> str:
    names = {
        "zh": _("Chinese wording"),
        "en": _("English wording"),
        "scale": _("scale"),
        "must": _("must be asked"),
        "relevant": _("skip"),
        "constraint": _("check"),
        "formula": _("formula"),
        "questionnaire": _("questionnaire"),
        "items": _("items"),
        "must_ask": _("must-ask items"),
        "scoring": _("scoring"),
        "classify": _("classes"),
        "gates": _("gates"),
        "targets": _("targets"),
        "tickets": _("tickets"),
        "report": _("report"),
        "value": _("worth"),
        "title": _("title"),
        "version": _("version"),
    }
    return names.get(key, key)


def _flat(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    """Every value with its path; mappings themselves too, so that a whole new item is one addition."""
    if path[:1] and path[0] in _UNCOUNTED:
        return
    if isinstance(value, Mapping):
        if path:
            yield path, value
        for key, inner in value.items():
            yield from _flat(inner, (*path, str(key)))
    elif isinstance(value, list) and _identity(value) is not None:
        key = _identity(value)
        for entry in value:
            yield from _flat(entry, (*path, str(entry[key])))
    else:
        yield path, value


def _identity(entries: list[Any]) -> str | None:
    if not entries or not all(isinstance(entry, Mapping) for entry in entries):
        return None
    return next((key for key in IDENTITY if all(key in entry for entry in entries)), None)


def _gone_and_changed(before: Mapping[Path, object], after: Mapping[Path, object]) -> Iterator[Change]:
    for path, value in before.items():
        if path not in after:
            yield Change(path, "removed", written(value), None)
        elif not isinstance(value, Mapping) and after[path] != value:
            yield Change(path, "changed", written(value), written(after[path]))


def _come(before: Mapping[Path, object], after: Mapping[Path, object]) -> Iterator[Change]:
    for path, value in after.items():
        if path not in before:
            yield Change(path, "added", None, written(value))


def _without_inner(found: list[Change]) -> Iterator[Change]:
    """What is inside something added or removed goes without saying."""
    whole = {(change.path, change.kind) for change in found if change.kind in ("added", "removed")}
    for change in found:
        outer = (change.path[:length] for length in range(1, len(change.path)))
        if not any((path, change.kind) in whole for path in outer):
            yield change


def _moved(old: Content, new: Content) -> Iterator[Change]:
    before, after = _order(old), _order(new)
    common = set(before) & set(after)
    stayed = [code for code in before if code in common]
    for place, code in enumerate([code for code in after if code in common]):
        if stayed[place] != code:
            was = str(before.index(code) + 1)
            yield Change(("questionnaire", "items", code), "moved", was, str(after.index(code) + 1))


def _order(content: Content) -> list[str]:
    return [item["code"] for item in content.get("questionnaire", {}).get("items", [])]
