"""Keys that no rule knows: mostly a slip of the pen, which would otherwise be obeyed silently by nobody."""

from collections.abc import Iterator
from difflib import get_close_matches

from pydantic import BaseModel

from schemas.language import texts
from schemas.packs.checks.subject import Problem, Problems, Subject
from schemas.packs.source import Path

_ = texts("schemas")

_LISTS_OF_ITEMS = ("items", "computed", "cautions")


def unknown_keys(subject: Subject) -> Problems:
    """A key that the model does not have."""
    for path, part, key in _extra(subject.pack, ()):
        near = get_close_matches(key, _names(part), n=1)
        hint = _("Did you mean {name}?", name=near[0]) if near else _("Take it out or correct it.")
        sentence = _("{key} is not a key that is known here.", key=key)
        yield Problem((*_in_file(subject, path), key), "unknown-key", f"{sentence} {hint}")


def _names(part: BaseModel) -> list[str]:
    fields = type(part).model_fields
    return [field.alias or name for name, field in fields.items()]


def _extra(value: object, path: Path) -> Iterator[tuple[Path, BaseModel, str]]:
    if isinstance(value, BaseModel):
        for key in value.model_extra or {}:
            yield path, value, key
        for name, field in type(value).model_fields.items():
            yield from _extra(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _extra(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            code = getattr(inner, "code", None)
            yield from _extra(
                inner, (*path, code if path and path[-1] in _LISTS_OF_ITEMS and code else index)
            )


def _in_file(subject: Subject, path: Path) -> Path:
    """An item is found by its code, because blocks and parents change its position."""
    if len(path) >= 3 and path[0] == "questionnaire" and path[1] in _LISTS_OF_ITEMS:
        find = {
            "items": subject.item_path,
            "computed": subject.computed_path,
            "cautions": subject.caution_path,
        }
        return (*find[str(path[1])](str(path[2])), *path[3:])
    return path
