"""One file a revision. Never edited once released."""
