"""The commands, one file each, with options and action. Slow imports happen inside the action."""
