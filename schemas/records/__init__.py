"""The records both ends exchange: SQLModel models without tables; each end derives its own tables."""
