"""The error for requests that the editor refuses, with words for the person using it."""


class RefusedError(Exception):
    """`status`: of HTTP; `key`: of the message in `words/<language>/editor.yml`; `text`: what is appended to it."""

    def __init__(self, status: int, key: str, text: str = "") -> None:
        super().__init__(key)
        self.status, self.key, self.text = status, key, text
