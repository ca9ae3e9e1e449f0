"""What a call about a form found out: for each item it is about, the digit of the cause and words (R12)."""

from collections.abc import Mapping

from csat_tui.screens.customer_form import CustomerForm
from csat_tui.services import DueRow, Services, TaskPage
from csat_tui.services.customer_data import Field
from csat_tui.words.tasks import cause_words
from schemas.language import texts

_ = texts("csat_tui")

NOTE = "note"
NAMES = 36
"""Cells of the names of the items; longer ones go on in the next row."""
LINE = "item_"
"""Before the code of an item in the name of its line; the form as a whole has no code."""


def causes_form(row: DueRow, page: TaskPage) -> CustomerForm:
    """One line for each item and one for a note; saving notes the call as a success. Dismissed with how the task
    stands then."""
    names = {LINE + code: words for code, words in page.about}

    def save(services: Services, typed: Mapping[str, str]) -> str:
        causes = {name.removeprefix(LINE): said for name, said in typed.items() if name != NOTE}
        return services.attempt(row.id, "success", None, typed[NOTE] or None, causes)

    return CustomerForm(
        lambda: _("Causes"),
        lambda: _(
            "{customer}: {about}. For each item the digit of the cause, then words: {causes}",
            customer=row.customer,
            about=row.purpose,
            causes=cause_words(),
        ),
        [*map(Field, names), Field(NOTE)],
        save,
        name=lambda line: names.get(line) or _("Note"),
        kept_as=f"causes {row.id}",
        name_width=NAMES,
    )
