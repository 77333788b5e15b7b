"""The programme's record: institutions, events, firms, people, plans and visits, and the report on them.

Not the record that a participant keeps on the site (docs/developers/record.md). Needs `pip install taller[programme]`.
"""
