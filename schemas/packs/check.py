"""Checks a pack file before anybody works with it: each finding has a line and a sentence saying what to do."""

from collections.abc import Callable

from pydantic import ValidationError

from schemas.language import texts
from schemas.packs.checks import keys, logic, numbers, references, wording
from schemas.packs.checks.subject import Finding, Problem, Problems, Subject, located
from schemas.packs.resolve import Parents, read, resolve
from schemas.packs.source import PackSourceError, marks, parse

__all__ = ["Finding", "check", "errors"]

_ = texts("schemas")

CHECKS: tuple[Callable[[Subject], Problems], ...] = (
    keys.unknown_keys,
    references.item_references,
    references.duplicate_codes,
    references.duplicate_options,
    references.described,
    references.places,
    numbers.weights,
    numbers.bands,
    numbers.scale_bands,
    numbers.limits,
    numbers.worth,
    numbers.full_mark,
    wording.labels_with_scale,
    wording.readable_aloud,
    logic.expressions,
    logic.frame_condition,
    logic.circles,
    logic.order,
    logic.must_ask,
)


def check(text: str, file: str, parents: Parents | None = None) -> list[Finding]:
    """All findings in the text of a pack file, by line. ``file`` is how the file is called in a finding.

    ``parents`` finds the pack that ``extends`` names; without it the library is asked.
    """
    try:
        source = parse(text, file)
    except PackSourceError as error:
        return [Finding(file, error.line, error.column, "unreadable", error.sentence, "error")]
    places = marks(text)
    found = [located(problem, file, places) for problem in _problems(source, parents)]
    return sorted(
        set(found), key=lambda finding: (finding.line, finding.column, finding.code, finding.sentence)
    )


def errors(findings: list[Finding]) -> list[Finding]:
    """Those that keep a pack from being used; the rest are warnings."""
    return [finding for finding in findings if finding.severity == "error"]


def _problems(source: dict[str, object], parents: Parents | None) -> list[Problem]:
    untranslated = list(wording.translations_in(source))
    if untranslated:
        return untranslated
    try:
        content = resolve(source, parents)
        subject = Subject(source, content, read(content))
    except ValidationError as error:
        return [_invalid(detail["loc"], detail["msg"]) for detail in error.errors()]
    except PackSourceError as error:
        return [Problem((str(error).split(":")[0],), "reference", str(error))]
    except (AttributeError, KeyError, TypeError) as error:
        return [
            Problem((), "shape", _("The file does not have the shape of a pack ({what}).", what=str(error)))
        ]
    return [problem for found in CHECKS for problem in found(subject)]


def _invalid(place: tuple[int | str, ...], message: str) -> Problem:
    where = ".".join(str(part) for part in place)
    return Problem(place, "invalid", _("{where} does not fit: {what}", where=where or "pack", what=message))
