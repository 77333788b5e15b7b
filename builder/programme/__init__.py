"""The programme's record: institutions, events, firms, people, plans, visits, and what is reported of them.

Not the record that a participant keeps on the site (docs/developers/record.md). Needs `pip install taller[programme]`.
"""
