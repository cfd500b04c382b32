"""How long a page takes from a key to what is painted."""
