"""Alembic's scripts for the log's own tables. Projected tables are dropped and rebuilt instead."""
