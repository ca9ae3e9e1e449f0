"""The month screen's figures, from the roll-up."""

from decimal import Decimal
from typing import Literal

from csat_tui.interview.words import missing_name, reason_words
from csat_tui.laptop.figures import period_figures, period_funnel
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.today_page import headline_pack
from csat_tui.services import Month, Part, Rate
from csat_tui.trouble import Trouble
from schemas.figures.funnel import Funnel
from schemas.figures.periods import period, shifted
from schemas.figures.satisfaction import Satisfaction
from schemas.forms.answers import Missing
from schemas.language import texts
from schemas.numbers import exact
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
    tasks = period_funnel(laptop, result.pack, asked)
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
        rates=rates(tasks),
        funnel=tasks.counts if tasks.counts["due"] else {},
        mode=_mode(tasks),
        outcome=tasks.rates if tasks.counts["due"] else {},
        parts=_parts(result),
        classes=result.contact.classes,
        reasons={code: _reason(result.pack, code) for code in result.mean.excluded},
    )


def rates(tasks: Funnel) -> list[Rate]:
    """The gates of the funnel, as far as anything is due."""
    names: dict[str, Literal["success", "survey"]] = {"success_rate": "success", "survey_rate": "survey"}
    if not tasks.counts["due"]:
        return []
    return [
        Rate(names[name], gate.rate.numerator, gate.rate.base, Decimal(exact(gate.minimum * 100)))
        for name, gate in tasks.gates.items()
        if name in names
    ]


def _mode(tasks: Funnel) -> Rate | None:
    """The main mode's share, where the pack asks for one and there is a base."""
    mix, modes = tasks.modes, tasks.pack.modes
    if mix is None or mix.ok is None or modes is None or modes.main_share_min_exclusive is None:
        return None
    return Rate("mode", mix.main.numerator, mix.main.base, modes.main_share_min_exclusive * 100)


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
