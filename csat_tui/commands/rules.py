"""``csat rules check``: hold the rules against a file of vectors."""

from pathlib import Path

import click

from csat_tui.output import DONE, NOT_SO, emit, json_option
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.vectors import Failure, Report, check_file

_ = texts("csat_tui")


@click.group()
def rules() -> None:
    """The scoring and counting rules."""


@rules.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def check_(file: Path, as_json: bool) -> int:
    """Run a list of {rule, input, expect, note}; exit 1 when one fails."""
    report = _checked(file)
    failures = [
        {"place": failure.place, "rule": failure.rule, "message": failure.sentence}
        for failure in report.failures
    ]
    lines = [_line(failure) for failure in report.failures]
    lines.append(f"{report.passed} passed, {len(failures)} failed")
    result = {"passed": report.passed, "failed": len(failures), "failures": failures}
    emit(result, as_json, "\n".join(lines))
    return NOT_SO if failures else DONE


def _line(failure: Failure) -> str:
    if failure.place == 0:
        return failure.sentence
    return _(
        "vector {place}, {rule}: {message}",
        place=failure.place,
        rule=failure.rule or "-",
        message=failure.sentence,
    )


def _checked(file: Path) -> Report:
    try:
        return check_file(file.read_bytes())
    except OSError as error:
        raise Trouble(
            "invalid",
            _("The file {file} cannot be read as vectors: {reason}", file=file, reason=error),
            _("No vector was run."),
            _("It must be one UTF-8 JSON list of objects with rule, input, expect and note."),
        ) from error
