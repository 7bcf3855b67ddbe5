"""Forms that are no .xlsx (.xls, .et, .doc, .docx), turned into one before they are read."""
