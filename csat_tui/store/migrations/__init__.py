"""Steps from one version of the laptop database to the next, run by Alembic."""
