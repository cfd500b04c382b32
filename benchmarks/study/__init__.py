"""What verdicts on one's own data are worth: simulated data whose truth is known."""
