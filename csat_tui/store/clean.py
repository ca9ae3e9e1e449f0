"""Text from outside made harmless, at every depth, where it enters the store."""

from typing import Any

from schemas.text import clean


def cleaned(value: Any) -> Any:
    """The JSON value with every text in it, keys included, cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value
