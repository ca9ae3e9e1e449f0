"""The customers of a laptop for screens, answered from memory. Nobody of this name or number exists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from csat_tui.services.customer_data import (
    Beside,
    ContactPerson,
    CustomerPage,
    Dated,
    Editable,
    Field,
    FileQuality,
    Found,
    FoundCustomer,
    Match,
    MergedOne,
    OpenProposal,
    PackChoice,
    PastResponse,
    PastVisit,
    Phone,
    Promise,
    Stop,
)
from schemas.rates import Rate

FOUND = (
    FoundCustomer("c1", "HX00031", "王建国", "138****2201", "京O·A1234", "", "92"),
    FoundCustomer("c2", "HX00412", "王建军", "138****7788", "京O·B8801", "宏达物流苏州分公司", "65", merged=True),
    FoundCustomer("c3", "", "王先生", "138****0042", temporary=True),
    FoundCustomer("c4", "HX00977", "王洁", "138****9101", "京O·C4410", do_not_contact=True),
)  # fmt: skip
CARD = CustomerPage(
    id="c2",
    number="HX00412",
    name="王建军",
    quality=FileQuality(Rate(5, 6), ("consultant",), stale=True, wrong_numbers=Rate(1, 4)),
    salutation="先生",
    tier="A",
    phone="138****7788",
    plate="京O·B8801",
    company="宏达物流苏州分公司",
    business_line="sales",
    last_verified=date(2026, 4, 2),
    contacts=(ContactPerson("陈主任", "运维 主任", "138****1212"),),
    assets=("京O·B8801  轻卡",),
    projects=(Dated("P-2026-17", "年度保养", "active"),),
    events=(Dated("2026-10-02", "DMS W1042 repair", "sampled"),),
    tasks=(Dated("2026-11-27", "回访 第2次", "pending"),),
    history=(
        PastResponse("r1", datetime(2026, 10, 12, 10, 4), "销售服务满意度", "65", "OPINION", "讲得很细，就是等得久"),
        PastResponse("r2", datetime(2025, 10, 9, 9, 30), "销售服务满意度", None, "NONE"),
    ),
    visits=(PastVisit("2026-10-12", "走访", "年度保养", "陈主任 运维 主任", "备件到得慢"),),
    promises=(Promise("2026-10-12", "周五前安排试驾专员回电", "李敏", "2026-10-16"),),
    merged=(MergedOne("c9", "王先生"),),
    proposals=2,
)  # fmt: skip
STOP = Stop("搬家后不愿再接电话", "客户本人", "李敏", datetime(2026, 11, 20, 15, 2))
PHONES = (Phone("王建军", "13800007788"), Phone("陈主任", "13800001212"))
EDITABLE = Editable(
    "c2",
    (
        Field("name", "王建军"),
        Field("salutation", "先生"),
        Field("phone", shown="138****7788"),
        Field("plate", "京O·B8801"),
        Field("company", "宏达物流苏州分公司"),
    ),
)
MATCH = Match(
    "c3", "王先生", "c2", "HX00412 王建军",
    (
        Beside("name", "王先生", "王建军", "王建军"),
        Beside("phone", "138****0042", "138****7788", "138****7788"),
        Beside("plate", "京O·D0001", "", "京O·D0001"),
    ),
)  # fmt: skip
PACKS = (
    PackChoice("dlr-cs-sales", "销售服务满意度", ("phone", "mail", "onsite")),
    PackChoice("itops-pm", "项目经理走访", ("onsite",)),
)
PROPOSALS = (
    OpenProposal("p1", "customer", "HX00412 王建军", "phone", "138****7788", "138****0099", "王洁",
                 datetime(2026, 11, 26, 17, 40), customer="c2"),
    OpenProposal("p2", "customer", "王先生", "merged_into", "HX00031 王建国", "HX00412 王建军", "李敏",
                 datetime(2026, 11, 26, 18, 1), customer="c3"),
)  # fmt: skip


@dataclass
class FakeCustomers:
    """Answers what its fields say; ``asked`` is every call with what it was given."""

    found: Sequence[FoundCustomer] = FOUND
    card: CustomerPage = CARD
    numbers: Sequence[Phone] = PHONES
    edited: Editable = EDITABLE
    pair: Match = MATCH
    choices: Sequence[PackChoice] = PACKS
    open_proposals: Sequence[OpenProposal] = PROPOSALS
    in_full: tuple[str, str] = ("13800007788", "13800000099")
    before_found: Callable[[str], None] = lambda _wish: None
    asked: list[tuple[object, ...]] = field(default_factory=list)
    left_in: dict[str, dict[str, str]] = field(default_factory=dict)

    def find_customers(self, wish: str) -> Found:
        self.asked.append(("find", wish))
        self.before_found(wish)
        return Found(wish, [row for row in self.found if wish in f"{row.number} {row.name} {row.phone}"])

    def customer(self, id: str) -> CustomerPage:
        self.asked.append(("customer", id))
        return self.card

    def half_typed(self, form: str) -> Mapping[str, str]:
        return self.left_in.get(form, {})

    def keep_half_typed(self, form: str, typed: Mapping[str, str]) -> None:
        self.left_in[form] = dict(typed)

    def phones(self, id: str) -> Sequence[Phone]:
        self.asked.append(("phones", id))
        return self.numbers

    def add_temporary(self, fields: Mapping[str, str]) -> str:
        self.asked.append(("add", dict(fields)))
        return "c3"

    def editable(self, id: str) -> Editable:
        return self.edited

    def change(self, edited: Editable, fields: Mapping[str, str]) -> int:
        self.asked.append(("change", dict(fields)))
        return 1

    def verified_today(self, id: str) -> None:
        self.asked.append(("verified", id))

    def stop_contact(self, id: str, reason: str, asked_by: str) -> None:
        self.asked.append(("stop", id, reason, asked_by))
        self.card = replace(self.card, stop=STOP)

    def match(self, one: str, other: str) -> Match:
        self.asked.append(("match", one, other))
        return self.pair

    def merge(self, one: str, other: str) -> None:
        self.asked.append(("merge", one, other))

    def separate(self, id: str) -> None:
        self.asked.append(("separate", id))

    def packs(self) -> Sequence[PackChoice]:
        return self.choices

    def start_with(self, customer: str, pack: str, channel: str) -> Callable[[], Any]:
        self.asked.append(("start", customer, pack, channel))
        raise RuntimeError(customer)

    def proposals(self) -> Sequence[OpenProposal]:
        return self.open_proposals

    def decide(self, proposal: str, accept: bool) -> None:
        self.asked.append(("decide", proposal, accept))

    def proposal_values(self, proposal: str) -> tuple[str, str]:
        self.asked.append(("in full", proposal))
        return self.in_full
