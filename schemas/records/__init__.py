"""The records both ends exchange: plain models of pydantic, and the column classes (SQLModel without
tables) of which each end derives its own tables.
"""
