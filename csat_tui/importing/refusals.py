"""Why a whole file is not taken: one function a reason."""

from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")


def refusal(code: str, message: str, next: str) -> Trouble:
    """A file that is not imported; nothing of it was stored."""
    return Trouble(code, message, _("Nothing was imported."), next)


def unreadable(name: str, reason: object) -> Trouble:
    """The operating system does not give the file."""
    return refusal(
        "file_unreadable",
        _("The file {file} cannot be read ({reason}).", file=name, reason=reason),
        _("Check the path."),
    )


def too_large(what: str, most: str) -> Trouble:
    """A limit is exceeded: ``what`` is too much, ``most`` is allowed."""
    return refusal(
        "too_large",
        _("The file is too large: {what}; at most {most} are read.", what=what, most=most),
        _("Split it into several files and import one after the other."),
    )


def not_a_table(reason: str) -> Trouble:
    """The file holds no table that can be read."""
    return refusal("not_a_table", reason, _("Save it as .xlsx or as CSV and import that."))


def no_header(within: int) -> Trouble:
    """No line names known columns."""
    return refusal(
        "no_header",
        _("None of the first {n} lines names the columns.", n=within),
        _("Add a line with column names, or give its number and the columns in a mapping file with --map."),
    )
