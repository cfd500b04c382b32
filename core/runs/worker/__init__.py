"""The process that trains: live runs in turn, saved by a thread of its own."""
