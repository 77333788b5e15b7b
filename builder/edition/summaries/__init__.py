"""What is decided once about an edition, in its language; outputs only render these values."""
