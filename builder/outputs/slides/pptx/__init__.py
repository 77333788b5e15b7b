"""A deck as PPTX, written part by part: a master with real layouts, slides, notes."""
