"""The lab beside bare torch loops, and what it answers."""
