"""Training: resolved settings, first parameters, descent, one run or many at once."""
