"""Who is due to be asked, when, by whom and how often: tasks made from events, customers and packs."""
