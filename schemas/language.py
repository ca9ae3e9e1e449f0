"""The language in which a person is spoken to: one place that turns an English sentence into theirs.

Every top package keeps its own gettext catalogue in ``<package>/locale``; a text names its package once::

    _ = texts("csat_tui")
    _("{n} to send", n=12)
"""

import gettext
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Protocol

LANGUAGES = ("zh_CN", "en")

_process_language = LANGUAGES[0]
_language_here: ContextVar[str | None] = ContextVar("language", default=None)


class Translate(Protocol):
    """Gives the sentence in the current language, with the values in the places named in braces."""

    def __call__(self, message: str, /, **values: object) -> str: ...


def closest(wish: str | None) -> str:
    """The supported language for a locale name: ``zh_TW.UTF-8`` and nothing known give ``zh_CN``."""
    return "en" if wish and wish.lower().startswith("en") else "zh_CN"


def from_environment() -> str:
    """The language of the process environment; ``C`` and ``POSIX`` say nothing, so Chinese it is."""
    for name in ("CSAT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return closest(os.environ[name])
    return LANGUAGES[0]


def use(language: str) -> None:
    """Speak this language from now on, in the whole process."""
    global _process_language
    _process_language = closest(language)


def current() -> str:
    """The language in force here: ``zh_CN`` or ``en``."""
    return _language_here.get() or _process_language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language inside the block only (one request of the centre, one report)."""
    token = _language_here.set(closest(language))
    try:
        yield
    finally:
        _language_here.reset(token)


@cache
def _catalogue(package: str, language: str) -> gettext.NullTranslations:
    folder = str(files(package).joinpath("locale"))
    return gettext.translation(package, folder, languages=[language], fallback=True)


def texts(package: str) -> Translate:
    """The translator of one top package. Values are put in after translation, never interpreted."""

    def translate(message: str, /, **values: object) -> str:
        sentence = _catalogue(package, current()).gettext(message)
        return sentence.format(**values) if values else sentence

    return translate


@dataclass(frozen=True)
class Sentence:
    """A sentence not yet spoken: what pure code returns; ``str()`` speaks it in the language in force."""

    package: str
    message: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return texts(self.package)(self.message, **self.values)


def sentences(package: str) -> Callable[..., Sentence]:
    """The maker of unspoken sentences of one package, always called ``say`` so that texts are found."""

    def say(message: str, /, **values: object) -> Sentence:
        return Sentence(package, message, values)

    return say
