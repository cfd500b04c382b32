"""What experiments learn from: signals with their peaks, pictures, and what these are called."""
