"""What is decided once about an edition, in its language: outputs draw these values and decide nothing themselves."""
