"""What the editor doesn't do, in words for whoever sits before it."""


class RefusedError(Exception):
    """`status` of HTTP, and the key of the words that say why (`words/<language>/editor.yml`), or the words."""

    def __init__(self, status: int, key: str, text: str = "", **more: object) -> None:
        super().__init__(key)
        self.status, self.key, self.text, self.more = status, key, text, more
