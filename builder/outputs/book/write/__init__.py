"""An HTML tree -> Typst code."""
