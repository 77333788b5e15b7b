"""Run sheets: what a trainer holds in the hand, one page a session."""
