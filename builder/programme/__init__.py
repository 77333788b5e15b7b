"""The programme's record: institutions, events, firms, people, plans and visits, and the report on them.

This isn't the record that a participant keeps on the site (docs/developers/record.md). Needs `taller[programme]`.
"""
