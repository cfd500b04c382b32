"""The engine beside the libraries that one would pick instead, and what its methods cost on this machine."""
