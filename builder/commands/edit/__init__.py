"""`taller serve --edit`: a web page that edits the course's texts beside their preview. Its files are in `web/`."""
