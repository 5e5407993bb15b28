"""Workbooks and delimited text to rows and tables; nothing is interpreted here and nothing is lost."""
