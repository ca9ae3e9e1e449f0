"""The keys of a home: where they are kept, and how they are unlocked."""
