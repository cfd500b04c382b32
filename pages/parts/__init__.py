"""What the pages share; importing it must stay cheap, since every first render waits for it."""
