"""What is asked of runs: a verdict, one step, many starts, a grid of settings, which filter is better."""
