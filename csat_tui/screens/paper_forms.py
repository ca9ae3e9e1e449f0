"""The few lines that are typed at the paper desk: a new pile, who keys, why a batch stays open."""

from collections.abc import Mapping

from csat_tui.screens.base import CsatScreen
from csat_tui.screens.customer_form import CustomerForm
from csat_tui.screens.sign_in import SignInScreen
from csat_tui.services import Services
from csat_tui.services.customer_data import Field
from csat_tui.services.people import Person
from schemas.language import texts

_ = texts("csat_tui")


def batch_form(pack: str, channel: str) -> CustomerForm:
    """What is known of a pile; dismissed with the id of the batch."""

    def save(services: Services, typed: Mapping[str, str]) -> str:
        return services.paper().open_batch(pack, channel, typed)

    fields = [Field(code, "") for code in ("declared", "received", "sender", "tracking", "box")]
    return CustomerForm(
        lambda: _("New batch"),
        lambda: _(
            "How many forms the sender says there are, and the day the pile came (1119; empty: today). It is not "
            "the day on the forms."
        ),
        fields,
        save,
        name=line_name,
    )


def operator_form(now: str, guarded: bool) -> CsatScreen:
    """Who keys from now on; dismissed with what counts as true. Where people have PINs, one of them, with theirs."""
    if guarded:
        return SignInScreen(_sit_down, marked=now, words=_who_keys, leaving=True)

    def save(services: Services, typed: Mapping[str, str]) -> bool:
        services.paper().sit_down(typed["operator"])
        return True

    return CustomerForm(
        lambda: _("Operator"),
        _who_keys,
        [Field("operator", now)],
        save,
        name=line_name,
    )


def _who_keys() -> str:
    return _("Who keys from now on. A second keying must be by another person than the first.")


def _sit_down(services: Services, person: str, pin: str) -> Person:
    services.paper().sit_down(person, pin)
    return Person(person, person)


def scan_form(serial: str, proposed: str) -> CustomerForm:
    """Where the scan of a form lies; dismissed with what was done, in words."""

    def save(services: Services, typed: Mapping[str, str]) -> str:
        return services.paper().attach_scan(serial, typed["scan_file"])

    return CustomerForm(
        lambda: _("Scan of form {serial}", serial=serial),
        lambda: _(
            "The path of a PDF, TIFF, JPEG or PNG of at most 20 MiB; the newest file of the folder used last is "
            "proposed. It is kept encrypted; the file itself stays where it is."
        ),
        [Field("scan_file", proposed)],
        save,
        name=line_name,
    )


def stay_open_form(batch: str, before: str) -> CustomerForm:
    """Why a batch stays open."""

    def save(services: Services, typed: Mapping[str, str]) -> bool:
        services.paper().leave_open(batch, typed["because"])
        return True

    return CustomerForm(
        lambda: _("Leave open"),
        lambda: _("Why the batch is not closed yet; it stands in the list until it is."),
        [Field("because", before)],
        save,
        name=line_name,
    )


def declared_form(batch: str, before: int) -> CustomerForm:
    """A corrected number of forms."""

    def save(services: Services, typed: Mapping[str, str]) -> bool:
        services.paper().declare(batch, typed["declared"])
        return True

    return CustomerForm(
        lambda: _("Declared"),
        lambda: _("How many forms the sender says there are. The number before stays in the history."),
        [Field("declared", str(before))],
        save,
        name=line_name,
    )


def line_name(code: str) -> str:
    """What a line is called."""
    names = {
        "declared": _("Declared"),
        "received": _("Received"),
        "sender": _("Sender"),
        "tracking": _("Tracking no."),
        "box": _("Box"),
        "operator": _("Operator"),
        "scan_file": _("File"),
        "because": _("Reason"),
        "value": _("The paper says"),
        "reason": _("Reason"),
    }
    return names.get(code, code)
