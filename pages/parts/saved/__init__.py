"""What is done with saved runs: watch, lead, branch, compare, list and delete them."""
