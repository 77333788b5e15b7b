"""A deck as PPTX, part by part: a master with real layouts, slides, notes."""
