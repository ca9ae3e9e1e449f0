"""The machine-readable code as a picture: a QR code (ISO/IEC 18004) that survives a fax."""

from io import BytesIO

QUIET = 2
"""Empty modules around it; the page's own white does the rest."""


def svg(text: str) -> str:
    """The code as SVG; error correction Q: a quarter of it may be lost."""
    return _code(text).svg_inline(scale=1, border=QUIET, omitsize=True)  # type: ignore[no-any-return]


def png(text: str, scale: int = 6) -> bytes:
    """The code as PNG."""
    image = BytesIO()
    _code(text).save(image, kind="png", scale=scale, border=QUIET)
    return image.getvalue()


def _code(text: str):  # type: ignore[no-untyped-def]
    from segno import make

    return make(text, error="q", micro=False, boost_error=False)
