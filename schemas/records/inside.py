"""The company's own people and the cars it shows, on file beside its customers: some packs ask or check them.

They are records of customers of a type of their own, under numbers that no customer has; no list of customers holds
them.
"""

from collections.abc import Mapping

EMPLOYEE, DISPLAY_CAR = "employee", "display_car"
INSIDE = frozenset({EMPLOYEE, DISPLAY_CAR})
"""Types of records that are no customers."""
MARKS: Mapping[str, str] = {EMPLOYEE: "staff", DISPLAY_CAR: "car"}


def inside_number(type: str, number: str) -> str:
    """The number of such a record: ``staff:1001`` is another than the customer 1001."""
    return f"{MARKS[type]}:{number}"
