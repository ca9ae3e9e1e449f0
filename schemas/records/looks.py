"""Who looked at whose card or telephone number, as bodies that go from a laptop to the centre.

A look changes no record and is not published: the centre keeps it as an item of the laptop's log.
"""

from typing import Literal

from pydantic import Field

from schemas.records.envelope import Envelope

CUSTOMER_LOOK = "customer.look"

Seen = Literal["card", "phone"]


class CustomerLook(Envelope):
    """``at``: ISO 8601 with offset, the laptop's clock; ``user``: who looked, as the laptop knows (the centre
    goes by whose laptop it is); ``what``: the card, its numbers masked, or the telephone numbers in full."""

    kind: str = CUSTOMER_LOOK
    at: str
    user: str | None = None
    customer: str = Field(min_length=1, max_length=128)
    what: Seen
