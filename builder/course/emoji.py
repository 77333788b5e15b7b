"""The emoji that a text may use: a closed set, each with words in every language for paper and screen readers."""

import re

EMOJI = {
    "✅": "yes", "❌": "no", "⚠": "warning", "💡": "idea", "⭐": "star", "👍": "good", "👎": "bad", "🙂": "happy", "😀": "happy", "🙁": "sad",
    "❓": "question", "❗": "important", "📌": "note", "📞": "phone", "☎": "phone", "📱": "phone", "📧": "mail", "✉": "mail",
    "📅": "date", "⏰": "time", "⏱": "time", "⏳": "time", "💰": "money", "💵": "money", "🌱": "plant", "🌳": "tree", "♻": "recycling",
    "💧": "water", "⚡": "electricity", "🔥": "fire", "🏠": "house", "🏭": "factory", "🏪": "shop", "👥": "people", "👤": "person",
    "🤝": "agreement", "🎯": "goal", "🔍": "look", "🔎": "look", "✏": "write", "📝": "write", "📷": "photo", "🎉": "party", "📊": "chart",
    "📈": "rising", "📉": "falling", "🔗": "link", "🔒": "locked", "💬": "talk", "🗣": "talk", "📚": "books", "📖": "read", "🌎": "world",
    "🌍": "world", "🚀": "start", "🛠": "tools", "🧰": "tools", "⚖": "law", "☀": "sun", "🎥": "film", "🎧": "listen",
}  # fmt: skip
"""Emoji -> the rest of the key of its words, `emoji-...`."""
SIGN = re.compile(f"(?:{'|'.join(EMOJI)})\ufe0f?")
ANY = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a-\u23ff\ufe0f\u200d\u20e3]+")
"""Any run of emoji, allowed or not."""
