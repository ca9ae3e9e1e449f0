"""How long scoring takes, as a multiple of a bare loop over the same stored answer sets.

python bench/scoring.py [--sets 100000] [--pack dlr-cs-aftersales]

``bare``     parses the JSON of each stored answer set and adds one Decimal for each answer
``scoring``  parses the same JSON, reads the answers and scores the form: score, class, completeness, steps

Budget: scoring <= 10 x bare. Exit 1 when it is exceeded.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from schemas.forms.answers import stored_answers
from schemas.packs.logic import Facts
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.scoring.contact import score

BUDGET = 10.0
SEED = 20250314


def answer_sets(pack: Pack, count: int) -> list[bytes]:
    """Stored answers as they lie in a response: every question of the pack, some refused, some not reached."""
    draw = random.Random(SEED)
    sets = []
    for _place in range(count):
        answers = {code: _answer(pack, code, draw) for code in pack.questions if draw.random() < 0.95}
        sets.append(json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode())
    return sets


def _answer(pack: Pack, code: str, draw: random.Random) -> dict[str, object]:
    scale = pack.scale_of(code)
    name = pack.questions[code].scale
    if draw.random() < 0.05:
        return {"missing": "refused"}
    if scale.type == "number":
        return {"scale": name, "value": str(draw.randint(60, 100))}
    if scale.type in ("single", "multi"):
        return {"scale": name, "options": [draw.choice(scale.options).code]}
    return {"text": "讲解很耐心"} if scale.type == "text" else {"scale": name, "value": "2025-03-14"}


def bare(sets: Sequence[bytes]) -> Decimal:
    """The least a program could do with these answers."""
    total = Decimal(0)
    for stored in sets:
        for answer in json.loads(stored).values():
            total += Decimal(answer["value"]) if answer.get("value", "").isdecimal() else Decimal(1)
    return total


def scored(sets: Sequence[bytes], pack: Pack) -> int:
    """Score them all; how many have a score."""
    facts = Facts(channel="phone", today="2025-03-14", now="2025-03-14T09:00:00+08:00")
    return sum(score(pack, stored_answers(stored), facts=facts).score is not None for stored in sets)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=100_000)
    parser.add_argument("--pack", default="dlr-cs-aftersales")
    options = parser.parse_args()
    pack = read(library_content(options.pack))
    sets = answer_sets(pack, options.sets)
    began = time.perf_counter()
    bare(sets)
    between = time.perf_counter()
    rated = scored(sets, pack)
    ended = time.perf_counter()
    ratio = (ended - between) / (between - began)
    print(f"bare     {between - began:7.2f} s   {len(sets)} answer sets of {pack.name}")
    print(f"scoring  {ended - between:7.2f} s   {rated} of them with a score")
    print(f"ratio    {ratio:7.2f} x bare   budget {BUDGET:.1f}")
    return int(ratio > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
