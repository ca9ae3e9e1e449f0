"""The text of a cell without what programs put around it so that a spreadsheet shows it as it is."""

import re

from schemas.text import one_line

_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200c\u2060\u2061-\u2064]")
"""Characters without width, which copying from web pages and chats brings along. The joiner U+200D stays: it
holds written characters together."""
_AS_TEXT = re.compile(r'="([^"]*)"')


def plain_cell(text: str) -> str:
    """One line, without invisible characters, and without the sign that marks a number as text: ``'001``,
    ``="001"``."""
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    line = one_line(text)
    if line[:1] == "'" and "'" not in line[1:]:
        return line[1:]
    match = _AS_TEXT.fullmatch(line) if line[:2] == '="' else None
    return match[1] if match else line
