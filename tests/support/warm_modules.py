"""What the fork server of ``warm`` loads once: the app and every command with what they pull in, no more."""

from importlib import import_module

from csat_tui.cli import COMMANDS

LATE = [
    "csat_tui.start",
    "csat_tui.app",
    "csat_tui.laptop.opening",
    "csat_tui.laptop.services",
    "csat_tui.laptop.syncing",
    "sync.centre.server",
    "sync.centre.web",
    "uvicorn",
    "alembic.command",
    "httpx",
    "keyring",
    "textual.drivers.linux_driver",
]
"""Modules that commands load only when they run."""

for name in [*(f"csat_tui.commands.{module}" for module in COMMANDS.values()), *LATE]:
    import_module(name)
