"""qualkit: reflexive thematic analysis of interviews, keyed by informant."""
