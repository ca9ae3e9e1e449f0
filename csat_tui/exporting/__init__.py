"""``csat export``: what this end holds as a table or as JSON lines, for spreadsheets and other programs."""
