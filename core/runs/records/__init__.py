"""A run as data: its record, its snapshots as bytes, and the validation of both."""
