"""The store: the change log, its projection, and reading from both. The only room that knows SQLAlchemy."""
