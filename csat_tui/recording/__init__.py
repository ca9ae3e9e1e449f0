"""``csat record``: finished questionnaires handed over as lines of JSON."""
