"""The websites: staged Markdown, built by MkDocs."""
