"""What pages ask: one service that starts, leads and shows runs, and the line to its worker."""
