"""The books: HTML tree -> Typst or pdfkit -> PDF."""
