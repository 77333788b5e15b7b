"""The leak gate: a second lock behind the selection."""
