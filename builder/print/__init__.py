"""What everything printed needs: Typst, fonts, fillable fields, reading PDFs."""
