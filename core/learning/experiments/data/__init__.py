"""The training data of experiments: signals with their peaks, pictures, and how both are named in texts."""
