"""The interface for pages: one service that starts, controls and shows runs, and the channel to its worker."""
