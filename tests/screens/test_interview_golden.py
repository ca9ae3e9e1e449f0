"""The interview as it looks at 80 by 24 and 140 by 40 in both languages.

CSAT_GOLDEN=write renews the files in golden/; read the difference.
"""

from pathlib import Path

import pytest

from schemas.language import LANGUAGES, use
from tests.support.emulator import fits, looks_as_agreed
from tests.support.interviews import held

TO_S2A = "1 90 enter enter"
TO_B8 = f"{TO_S2A} 85 enter 95 enter 1 90 enter 85 enter - 92 enter"

WAYS = {
    "interview_notice": "",
    "interview_question": f"{TO_S2A} 8 5",
    "interview_refused_entry": f"{TO_S2A} 101 enter",
    "interview_choice": f"{TO_S2A} 85 enter 95 enter",
    "interview_ticks": f"{TO_S2A} 85 enter 95 enter 1 90 enter = 1 3",
    "interview_text": f"{TO_S2A} 85 enter 95 enter 1 90 enter 85 enter 刹车有点响",
    "interview_remark": f"{TO_S2A} 8 f4 讲得很细，就是试驾等太久",
    "interview_remarked": f"{TO_S2A} 85 f4 讲得很细，就是试驾等太久 enter",
    "interview_levels": f"{TO_B8} /",
    "interview_reasons": f"{TO_B8} / / 26",
    "interview_jump": f"{TO_S2A} ctrl+g 1 0",
    "interview_list": f"{TO_B8} f2",
    "interview_ticket": f"{TO_S2A} 85 f8 2 等了两个小时 enter",
    "interview_promise": f"{TO_S2A} 85 ctrl+b 安排试驾专员回电 enter enter 5 enter ctrl+b",
    "interview_ends_early": f"{TO_S2A} 85 f6",
    "interview_kinds": f"{TO_B8} 85 enter 试驾请早点安排 enter 2",
    "interview_about": f"{TO_S2A} 85 enter 95 enter 1 90 enter 85 enter - 92 enter up =",
    "interview_turned": f"{TO_S2A} 85 enter 95 enter f11",
    "interview_turned_choices": f"{TO_B8} / f11",
    "readback": f"{TO_B8} 85 enter 试驾请早点安排 enter enter ctrl+b 试驾专员回电 enter enter 5 enter f5",
    "finish_ended_early": f"{TO_S2A} 85 enter f6 0",
    "finish": f"{TO_B8} 85 enter f4 讲得很细，就是试驾等太久 enter 试驾请早点安排 enter enter",
    "finish_level": f"{TO_B8} / 4 -",
    "finish_asking": f"{TO_B8} 85 enter - f9",
    "finish_with_gaps": "1 f9",
    "finish_refused": "4",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", WAYS)
async def test_a_page_looks_as_agreed(screen: str, language: str, tmp_path: Path) -> None:
    use(language)
    async with held(tmp_path / "log") as interview:
        await interview.keys(WAYS[screen])
        await looks_as_agreed(interview.pilot, f"{screen}.{language}")
        await fits(interview.pilot, (100, 30), (140, 50), (72, 24))
