"""What draws a result: kernels side by side, the player, one output taken apart, what can be downloaded."""
