"""The funder's report: tables from the record as PDF, DOCX and XLSX, with no group of fewer than five firms."""
