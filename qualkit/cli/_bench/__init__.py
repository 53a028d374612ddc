"""The benchmark: a made-up study of any size, the jobs that are timed on it, and the table of what they took."""
