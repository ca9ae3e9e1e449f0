"""The month screen's figures, from the roll-up."""

from csat_tui.interview.words import missing_name, reason_words
from csat_tui.laptop.figures import period_figures
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.today_page import headline_pack
from csat_tui.services import Month, Part
from csat_tui.trouble import Trouble
from schemas.figures.periods import period, shifted
from schemas.figures.satisfaction import Satisfaction
from schemas.forms.answers import Missing
from schemas.language import texts
from schemas.packs.model import Pack

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
        pack=pack,
        title=str(result.pack.title),
        lower=result.lower,
        mean=result.mean,
        upper=result.upper,
        target=result.target_of_mean,
        previous=period_figures(laptop, pack, shifted(asked, -1)).mean,
        year_before=period_figures(laptop, pack, shifted(asked, -12)).mean,
        parts=_parts(result),
        classes=result.contact.classes,
        reasons={code: _reason(result.pack, code) for code in result.mean.excluded},
    )


def _reason(pack: Pack, code: str) -> str:
    """Why contacts are unrated, in words: a chosen reason, else the kind of the missing answer."""
    if code in set(Missing):
        return missing_name(Missing(code))
    source = pack.scoring.contact_score
    question = pack.questions.get(source.source) if source else None
    return reason_words(pack, question, tuple(code.split("+"))) if question else code


def _parts(result: Satisfaction) -> list[Part]:
    """The means of the scored items, named by the question's short name where it has one."""
    names = result.pack.questions
    return [
        Part(code, names[code].short, mean)
        for code, mean in result.item_means.items()
        if names[code].block is None
    ]
