"""The story of a build."""
