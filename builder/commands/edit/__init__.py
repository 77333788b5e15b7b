"""`taller serve --edit`: a page in the browser that edits the course's texts beside their preview. The page itself is in `web/`."""
