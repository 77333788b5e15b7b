"""What every printed thing needs: Typst, fonts, fillable fields, reading of PDFs."""
