"""The summary table of a period from all forms at the centre: the same rules as on a laptop."""

from csat_tui.centre.opening import centre_store
from csat_tui.paper.summary import Summary
from csat_tui.trouble import Trouble
from schemas.figures.periods import Period
from schemas.figures.summary_table import summary_table
from schemas.language import texts
from schemas.records.unit_forms import unit_form
from sync.centre import packs, survey

_ = texts("csat_tui")


def centre_summary(name: str, asked: Period, database: str | None) -> Summary:
    """The table of all forms. Raises Trouble ``unknown_pack``."""
    with centre_store(database) as store, store.reading() as session:
        found = packs.newest(session, name)
        if found is None:
            raise Trouble(
                "unknown_pack",
                _("The pack {pack} is not approved at this centre.", pack=name),
                _("Nothing was changed."),
                _("Approve it with csat packs approve."),
            )
        pack = found[0]
        units = survey.Units(session)
        forms = [
            unit_form(pack, response, units.standing(unit) or response.id)
            for response, unit in survey.responses(session, pack.pack, asked)
        ]
        issued = [units.standing(one) for one in survey.issued_to(session, pack.pack, asked)]
        table = summary_table(pack, forms, list(dict.fromkeys(one for one in issued if one)))
        names = {row.unit: units.name(row.unit) for row in table.rows}
    return Summary(pack, asked, table, names)
