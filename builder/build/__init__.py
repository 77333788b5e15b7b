"""The build, from the course to the published folder."""
