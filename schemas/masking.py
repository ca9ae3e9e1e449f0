"""Telephone numbers as they stand in lists: enough to recognise one, not enough to call it."""

HIDDEN = "****"


def masked_phone(phone: str | None) -> str:
    """``13812345678`` as ``138****5678``; a shorter number keeps its last two digits, one of up to four none.

    The tail stays because it is what people search by (J1.2). Empty for no number.
    """
    plain = (phone or "").strip()
    if len(plain) > 8:
        return plain[:3] + HIDDEN + plain[-4:]
    return HIDDEN + (plain[-2:] if len(plain) > 4 else "") if plain else ""
