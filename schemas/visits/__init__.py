"""The yearly plan of visits: its windows, how it stands, and what speaks against it (J8, R29)."""
