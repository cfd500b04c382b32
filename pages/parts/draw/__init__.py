"""Drawing results: kernels side by side, the player, one output taken apart, downloads of kernels."""
