"""Paper out: blank forms with serial and code, cover letters and address labels, as PDF and docx."""
