"""Rows to assertions, or to the reasons why they are returned."""
