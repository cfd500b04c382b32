"""Lessons on the pages: where they come from, and the bar that carries a reader through."""
