"""How good an answer is: detection, and the quality of pictures."""
