"""What the fork server of ``warm`` loads once: every command with all that it pulls in, and nothing else."""

from importlib import import_module

from csat_tui.cli import COMMANDS

LATE = [
    "csat_tui.laptop.opening",
    "csat_tui.laptop.syncing",
    "sync.centre.server",
    "sync.centre.web",
    "uvicorn",
    "alembic.command",
    "httpx",
    "keyring",
]
"""Modules that commands load only when they run."""

for name in [*(f"csat_tui.commands.{module}" for module in COMMANDS.values()), *LATE]:
    import_module(name)
