"""The laptop database: encrypted SQLite through SQLModel."""
