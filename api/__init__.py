"""Faces: HTTP API and command line."""
