"""An .xlsx file as it is: a zip of XML parts, read without trust and patched without loss."""
