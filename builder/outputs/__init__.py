"""The outputs: each a function from an edition to the files it wrote. None imports another."""
