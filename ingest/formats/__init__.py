"""Roster formats: one folder each."""
