"""The funnel in words, for commands and screens: the counts in a row, then each gate with what is still needed."""

from collections.abc import Mapping

from schemas.figures.funnel import STAGES, Funnel
from schemas.figures.gates import Gate
from schemas.language import texts
from schemas.numbers import display_against, exact

_ = texts("csat_tui")

SHOWN_RATES = ("RR1", "RR3", "COOP1", "REF1", "CON1")
"""The outcome rates a person is shown; ``--json`` has them all."""


def funnel_words(found: Funnel) -> list[str]:
    """The funnel of a period, a line each; nothing where nothing is due and nobody was asked by any channel."""
    if not found.counts["due"]:
        return [] if not found.gates else [_("No callbacks due.")]
    lines = [counts_words(found.counts), *(gate_words(name, gate) for name, gate in found.gates.items())]
    if found.verdict == "invalid":
        lines.append(_("The period is not valid: a gate is not reached. The figures are shown all the same."))
    return [*lines, *_strata(found), *_aapor(found), *_modes(found)]


def counts_words(counts: Mapping[str, int]) -> str:
    """due 130 > attempted 100 > …"""
    names = {
        "due": _("due"),
        "attempted": _("attempted"),
        "contacted": _("contacted"),
        "success": _("success"),
        "surveyed": _("surveyed"),
        "scored": _("scored"),
    }
    return " > ".join(f"{names[stage]} {counts[stage]}" for stage in STAGES)


def gate_name(name: str) -> str:
    """What a gate of a pack is called."""
    return {"success_rate": _("Callback success"), "survey_rate": _("Survey success")}.get(name, name)


def gate_verdict(gate: Gate) -> str:
    """What a gate's rate is, and what it still takes: ``46.9 %, below 50 %, 4 more needed``."""
    percent = gate.rate.percent
    if percent is None:
        return _("no base")
    least = gate.minimum * 100
    shown, limit = display_against(percent, least, full=100), exact(least)
    if gate.ok:
        return _("{share} %, {least} % reached", share=shown, least=limit)
    return _("{share} %, below {least} %, {n} more needed", share=shown, least=limit, n=gate.needed)


def gate_words(name: str, gate: Gate) -> str:
    """A gate on one line."""
    return f"{gate_name(name)} {gate_verdict(gate)}"


def _strata(found: Funnel) -> list[str]:
    """Each severity against its share (R10)."""
    lines = []
    for code, one in found.strata.items():
        if one.rate.base:
            counts = f"{code}  {one.rate.numerator} / {one.rate.base}  {one.rate.display()} %"
            lines.append(counts if one.ok else f"{counts}  " + _("{n} more needed", n=one.needed))
    return lines


def _aapor(found: Funnel) -> list[str]:
    rates = {name: found.rates[name] for name in SHOWN_RATES}
    shown = "  ".join(f"{name} {'-' if rate is None else rate}" for name, rate in rates.items())
    return [_("Outcome rates (AAPOR): {rates}", rates=shown)]


def _modes(found: Funnel) -> list[str]:
    mix = found.modes
    if mix is None or mix.ok is None:
        return []
    share, n, base = mix.main.display(), mix.main.numerator, mix.main.base
    verdict = _("more than half") if mix.ok else _("not more than the share asked for")
    return [_("Main mode {share} % ({n} of {base}): {verdict}", share=share, n=n, base=base, verdict=verdict)]
