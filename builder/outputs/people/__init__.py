"""Attendance sheets, badges and certificates for a list of names."""
