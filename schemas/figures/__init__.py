"""What is computed for a period and a group: figures, their bases, gates and deadlines."""
