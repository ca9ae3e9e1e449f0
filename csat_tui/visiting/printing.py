"""The visit plan as the bytes of a file to print and sign."""

from collections.abc import Iterator

from csat_tui.laptop.opening import Laptop
from csat_tui.paper.mailings import pack_of
from csat_tui.trouble import Trouble
from csat_tui.visiting import plan_page
from csat_tui.visiting.plan_page import PlanPage, PlanRow
from csat_tui.words.visits import form_words, state_words
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.records.visiting import VisitPlan
from sync.printing.plan import PlanSheet, plan_content, plan_docx
from sync.printing.typesetting import NotInstalled, pdf

_ = texts("csat_tui")


def printed(laptop: Laptop, plan: VisitPlan, kind: str, language: str, *, phones: bool = False) -> bytes:
    """``kind``: pdf or docx; ``phones``: numbers in full. Raises Trouble ``not_installed``, ``unknown_pack``."""
    try:
        content = plan_content(sheet(laptop, plan, phones=phones), language)
        return pdf("plan", content) if kind == "pdf" else plan_docx(content)
    except NotInstalled as error:
        raise Trouble("not_installed", str(error), _("Nothing was written."), "") from error


def sheet(laptop: Laptop, plan: VisitPlan, *, phones: bool = False) -> PlanSheet:
    """What stands on the sheet. Raises Trouble ``unknown_pack``."""
    enrolment, page, pack = laptop.log.enrolment(), plan_page.page(laptop, plan), pack_of(laptop, plan.pack)
    return PlanSheet(
        title=_("Visit plan {year}", year=plan.year),
        organisation=enrolment.organisation if enrolment else "",
        unit=plan.unit or "",
        version=_version(page),
        columns=_columns(pack),
        rows=[_row(page, row, phones) for row in page.rows],
        notes=list(_notes(page)),
    )


def _version(page: PlanPage) -> str:
    plan = page.plan
    if plan.status != "approved":
        return _("Draft")
    return _("Version {n}, approved on {day}", n=page.versions, day=plan.approved_on)


def _columns(pack: Pack) -> list[tuple[str, str]]:
    columns = pack.visit_plan.columns if pack.visit_plan else ()
    return [(one.zh, str(one)) for one in columns]


def _row(page: PlanPage, row: PlanRow, phones: bool) -> dict[str, str]:
    """Column, by its Chinese name in the pack, -> what stands in it."""
    held = f" {row.held_on}" if row.held_on else ""
    return {
        "填表日期": page.plan.filled_on,
        "序号": str(row.no),
        "客户编号": row.number,
        "客户": row.customer,
        "联系人": row.contact,
        "电话": row.full_phone if phones else row.phone,
        "地址": row.address,
        "拜访状况": state_words(row.state) + held,
        "时间": f"{row.span.first}\n{row.span.last}" if row.span else "-",
        "方式": form_words(row.way),
        "目的": row.purpose,
        "签批": (page.plan.approved_by or "") if page.plan.status == "approved" else "",
    }


def _notes(page: PlanPage) -> Iterator[str]:
    """What was changed after the approval, with the reason."""
    for row in page.rows:
        for move in row.moves:
            to = f"{move.first} – {move.last}" if move.first else state_words("cancelled")
            yield _(
                "No. {n}, {day}: {to} ({reason})", n=row.no, day=move.since or "-", to=to, reason=move.reason
            )
