"""The commands, one file each: its options and its action. What takes long to load is imported inside the action."""
