"""Speed beside the libraries that a user would pick instead; no test depends on it."""
