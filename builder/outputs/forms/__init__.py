"""Forms for telephones (XLSForm), which KoboToolbox and ODK Central take in: registration, plan, visits, and worksheets."""
