"""Studies of runs: a verdict, one step in full, many starts, a grid of settings, which filter is better."""
