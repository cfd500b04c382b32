"""Saved runs on pages: watching, controlling, branching, comparing, listing and deleting them."""
