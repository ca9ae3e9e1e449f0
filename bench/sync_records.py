"""Questionnaires as laptops record them, for the measurements of the sync: about 1.7 KB each, all different."""

import random
import uuid
from datetime import date, timedelta
from typing import Any

from schemas.forms.answers import Answer
from schemas.packs.model import Pack
from schemas.packs.resolve import content_hash, library_content, read
from schemas.records.envelope import body_bytes
from schemas.records.response import ResponseFinal, Score
from schemas.records.scores import score_record, score_response

PACK = "dlr-cs-aftersales"
SEED = 20250314
FIRST_DAY = date(2025, 1, 2)
A_DAY = 40
"""Records of one laptop and day: a log is in the order of its days."""
HEARD = (
    "服务顾问态度很好，讲解也很耐心",
    "等候时间比约定的长了一个多小时",
    "取车的时候发现内饰没有擦干净",
    "报价和实际结算的金额有出入，希望提前说明",
    "休息区的咖啡机坏了，孩子没有地方玩",
    "修完之后异响又出现了，需要再来一次",
    "交车很准时，还主动洗了车",
    "电话回访太频繁，一个星期打了三次",
    "希望周末也能预约保养",
    "技师把故障的原因讲得很清楚",
)


class Recorder:
    """Makes records of one pack; the same seed gives the same records."""

    def __init__(self, seed: int = SEED) -> None:
        content = library_content(PACK)
        self.pack: Pack = read(content)
        self._hash = content_hash(content)
        self._draw = random.Random(seed)
        self._made = 0

    def bodies(self, count: int) -> list[tuple[str, bytes]]:
        """(id, body) of so many finished questionnaires, scored as on a laptop."""
        return [self._body() for _place in range(count)]

    def _body(self) -> tuple[str, bytes]:
        draw = self._draw
        day = FIRST_DAY + timedelta(days=self._made // A_DAY)
        self._made += 1
        id = str(uuid.UUID(int=draw.getrandbits(128), version=4))
        minute = draw.randrange(480)
        at = f"{day}T{9 + minute // 60:02}:{minute % 60:02}:{draw.randrange(60):02}+08:00"
        response = ResponseFinal(
            id=id,
            pack=self.pack.pack,
            pack_version=self.pack.version,
            pack_hash=self._hash,
            questionnaire_version=1,
            engine="1.0.0",
            customer=str(uuid.UUID(int=draw.getrandbits(128), version=4)),
            event=str(uuid.UUID(int=draw.getrandbits(128), version=4)),
            business_line="aftersales",
            consultant=f"g{draw.randrange(12)}",
            channel="phone",
            interviewer="li",
            occurred_at=at,
            local_date=str(day),
            recorded_at=at,
            clock_offset_ms=draw.randrange(-900, 900),
            active_ms=draw.randrange(60_000, 400_000),
            consent="agreed",
            answers={code: self._answer(code) for code in self.pack.questions},
            remarks={"": "，".join(draw.sample(HEARD, 2)) + f"（{draw.randrange(10_000)}）"},
            completion="COMPLETE",
            score=Score(),
            case_class="NONE",
        )
        scored = score_response(response, self.pack)
        whole = response.model_copy(update={"score": score_record(scored), "case_class": scored.case_class})
        return id, body_bytes(whole)

    def _answer(self, code: str) -> Answer:
        draw, scale = self._draw, self.pack.scale_of(code)
        name = self.pack.questions[code].scale
        if draw.random() < 0.05:
            return Answer.model_validate({"missing": "refused"})
        if scale.type == "number":
            return Answer(scale=name, value=str(draw.randint(60, 100)))
        if scale.type in ("single", "multi"):
            return Answer(scale=name, options=(draw.choice(scale.options).code,))
        return (
            Answer(scale=name, value=str(FIRST_DAY))
            if scale.type == "date"
            else Answer(text=draw.choice(HEARD))
        )


def customers(bodies: list[tuple[str, bytes]]) -> list[dict[str, Any]]:
    """As many customers as records, of about the same size, to be fetched."""
    draw = random.Random(SEED)
    return [_customer(id, place, draw) for place, (id, _body) in enumerate(bodies)]


def _customer(id: str, place: int, draw: random.Random) -> dict[str, Any]:
    def person(n: int) -> dict[str, str]:
        name = draw.choice("王李张刘陈杨赵黄周吴") + draw.choice("建国秀英志强桂兰海燕玉梅晓东文静")
        phone = f"138{draw.randrange(10**8):08}"
        return {
            "name": name,
            "role": "司机",
            "department": f"{n}车队",
            "phone": phone,
            "note": draw.choice(HEARD),
        }

    cars = [
        {"plate": f"京A{draw.randrange(10**5):05}", "vin": f"LSV{draw.getrandbits(56):014X}"}
        for _ in range(4)
    ]
    return {
        "id": id,
        "number": f"K{place:06}",
        "name": f"{draw.choice(HEARD)[:4]}运输公司{place}",
        "company": "运输公司",
        "phone": f"139{draw.randrange(10**8):08}",
        "business_line": "aftersales",
        "consultant": f"g{draw.randrange(12)}",
        "contacts": [person(n) for n in range(8)],
        "assets": cars,
    }
