"""What is known of a run: its record, its snapshots as bytes, and the check of both."""
