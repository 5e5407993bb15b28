"""What became of a load, in words and workbooks for a clerk."""
