"""What becomes of runs when processes are killed, and what watching them costs."""
