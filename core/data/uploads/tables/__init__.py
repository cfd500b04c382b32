"""Tables from strangers: text, dialect, header, columns, and the times of their rows."""
