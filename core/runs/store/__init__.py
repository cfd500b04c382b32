"""The database of runs: SQLite or PostgreSQL, its tables and migrations."""
