"""Widgets whose values stand in the page's address, and pickers made of them."""
