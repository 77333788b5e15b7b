"""Other people's spreadsheets: read with all their quirks, and written so that no cell becomes a formula."""
