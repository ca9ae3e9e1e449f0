"""The kinds of bodies this centre can use: kind -> how one is judged. All others wait in quarantine."""

from collections.abc import Callable, Mapping

from sqlmodel import Session

from schemas.records.looks import CUSTOMER_LOOK
from schemas.records.operations import OPERATIONS
from schemas.records.response import RESPONSES
from sync.centre.kinds.looks import judge_look
from sync.centre.kinds.operations import judge_operation
from sync.centre.kinds.responses import judge_response
from sync.centre.verdicts import Read, Rules, Verdict

Handler = Callable[[Session, Read, Rules], Verdict]
"""Whether a body of this kind can be used; a ValidationError means that it is none."""

HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys(RESPONSES, judge_response),
    **dict.fromkeys(OPERATIONS, judge_operation),
    CUSTOMER_LOOK: judge_look,
}
