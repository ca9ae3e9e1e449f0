"""Files of other systems made into customers, events and projects: read, mapped, judged row by row, applied."""
