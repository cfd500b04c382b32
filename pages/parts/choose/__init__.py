"""What people choose with: widgets whose choices stand in the address, and pickers made of them."""
