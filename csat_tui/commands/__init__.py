"""The commands of ``csat``, one module each."""
