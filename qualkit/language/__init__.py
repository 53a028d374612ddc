"""Norwegian as first language. For now: how names and labels are sorted."""

from qualkit.language.collation import collation_key, join_collated

__all__ = ["collation_key", "join_collated"]
