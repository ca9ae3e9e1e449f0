"""The month screen's figures, from the roll-up."""

from csat_tui.laptop.exclusions import in_words
from csat_tui.laptop.figures import period_figures
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.today_page import headline_pack
from csat_tui.services import Month, Part
from csat_tui.trouble import Trouble
from schemas.figures.periods import period, shifted
from schemas.figures.satisfaction import Satisfaction
from schemas.language import texts

_ = texts("csat_tui")


def month(laptop: Laptop, name: str) -> Month:
    """The figures of a month (``2026-11``), with those of the month and the year before. Raises Trouble."""
    pack = headline_pack(laptop)
    if pack is None:
        raise Trouble(
            "unknown_pack",
            _("There is no questionnaire on this laptop yet."),
            _("Nothing was changed."),
            _("Sync once with Ctrl+S; the questionnaires come with it."),
        )
    asked = period(name)
    result = period_figures(laptop, pack, asked)
    return Month(
        period=name,
        title=str(result.pack.title),
        lower=result.lower,
        mean=in_words(result.pack, result.mean),
        upper=result.upper,
        target=result.rule.target.min if result.rule.target else None,
        previous=period_figures(laptop, pack, shifted(asked, -1)).mean,
        year_before=period_figures(laptop, pack, shifted(asked, -12)).mean,
        parts=_parts(result),
        classes=result.contact.classes,
    )


def _parts(result: Satisfaction) -> list[Part]:
    """The means of the scored items, named by the question's short name where it has one."""
    names = result.pack.questions
    return [
        Part(str(names[code].short or names[code]), mean)
        for code, mean in result.item_means.items()
        if names[code].block is None
    ]
