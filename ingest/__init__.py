"""From workbooks to assertions: read, clean, check, load, report."""
