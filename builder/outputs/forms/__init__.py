"""Forms for phones (XLSForm), for KoboToolbox and ODK Central: registration, plan, visits, and worksheets."""
