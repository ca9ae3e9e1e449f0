"""``csat doctor``: look a home over, mend what can be mended, say what cannot."""

import click

from csat_tui.centre.wanted import for_centre
from csat_tui.findings import Finding, content, line, states
from csat_tui.output import DONE, NOT_SO, emit, json_option
from schemas.language import texts

_ = texts("csat_tui")


@click.command()
@click.option("--database", help="The centre's database, when it is not the one its home remembers.")
@json_option
def doctor(database: str | None, as_json: bool) -> int:
    """Check the home and its database; 0 when all is well or was mended, 1 when something is wrong."""
    centre = for_centre(database)
    findings = _of_centre(database) if centre else _of_laptop()
    report = content("centre" if centre else "laptop", findings)
    emit(report, as_json, "\n".join(line(finding) for finding in findings))
    return NOT_SO if "wrong" in states(findings) else DONE


def _of_centre(database: str | None) -> list[Finding]:
    from csat_tui.centre.doctor import look_over

    return list(look_over(database))


def _of_laptop() -> list[Finding]:
    from csat_tui.laptop.doctor import look_over
    from csat_tui.passphrase_prompt import passphrases

    return list(look_over(passphrases()))
