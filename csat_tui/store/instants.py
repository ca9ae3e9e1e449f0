"""Times of different offsets in one order."""

import re
from datetime import UTC, datetime, timedelta

_END_OF_DAY = re.compile("T24:00(:00)?")


def utc_text(text: str) -> str:
    """ISO 8601 with any offset as UTC text, so that texts sort like times.

    ``T24:00`` is the end of that day (ISO 8601-1:2019 §5.3.2). What is no time comes back unchanged.
    """
    ends = _END_OF_DAY.search(text) is not None
    try:
        moment = datetime.fromisoformat(_END_OF_DAY.sub("T00:00:00", text))
    except ValueError:
        return text
    return (moment + timedelta(days=ends)).astimezone(UTC).isoformat(timespec="milliseconds")
