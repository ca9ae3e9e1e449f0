"""Who looked at a customer's card: kept as an item, and nothing else comes of it."""

from sqlmodel import Session

from schemas.records.looks import CustomerLook
from sync.centre.verdicts import Read, Rules, Verdict


def judge_look(session: Session, read: Read, rules: Rules) -> Verdict:
    """Whether it says who was looked at and when."""
    CustomerLook.model_validate(read.content)
    return Verdict()
