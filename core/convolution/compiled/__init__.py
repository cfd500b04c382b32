"""The compiled loops of the engine, and how they come to be there without anybody waiting for a compiler."""
