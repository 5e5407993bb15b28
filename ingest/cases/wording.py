"""What is wrong with a case file, said in both tongues: ``zh | en``, as help texts are written."""

from __future__ import annotations


def in_two(text: str) -> tuple[str, str]:
    """Chinese and English of a text that holds both; the same twice where it holds one only."""
    zh, _, en = text.partition(" | ")
    return zh, en or zh


def at(where: str, what: str) -> str:
    """What is wrong with the place where it stands, in both tongues."""
    zh, en = in_two(what)
    return f"{where}: {zh} | {where}: {en}"
