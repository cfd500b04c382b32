"""Where runs are kept: SQLite or PostgreSQL, their tables and migrations."""
