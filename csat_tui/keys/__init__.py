"""The keys of a home: where they are kept, and how they are unlocked."""

from typing import Literal

Place = Literal["keyring", "passphrase", "file"]
"""Where the secrets of a home are."""
