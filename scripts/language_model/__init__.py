"""The pieces of `scripts/train_language_model.py`. Not part of the package; the corpus they read is never kept here."""
