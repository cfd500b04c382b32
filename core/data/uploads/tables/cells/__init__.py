"""What one cell says: numerals, quantities with units, dates and times of day."""
