"""What moves the numbers: settings resolved, first numbers, descent, one run or many at once."""
