"""The funder's report: tables of the record, no group of fewer than five firms among them, as PDF, DOCX and XLSX."""
