"""The terminal as commands see it: results on stdout, progress and errors on stderr; no colours where nobody looks."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Literal, TextIO

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from graph.errors import GongjianError, WrongUsage

MARK = "【演示数据】本图由虚构名册构成 | synthetic data"
WIDTH = 1_000
"""Columns of text that goes to a file or a pipe: nothing is folded there that somebody may search for."""
ID_TITLE = "编号"
"""How headings of ids end; an id in two halves cannot be copied."""
NARROWEST = 10
"""A column is not folded to less than this (a date), or than its own widest text."""
PATIENCE = 1.0
"""Seconds of work before a progress bar appears."""


class _Screen(Console):
    def on_broken_pipe(self) -> None:
        """Whoever read has gone (``… | head``): write no more, and let the command end with its own exit code."""
        self.quiet = True
        close_pipe()


def close_pipe() -> None:
    """Let what is still buffered for stdout go nowhere."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no real stdout (under a test)
        return


class Terminal:
    """Two consoles, and one way to print each kind of thing."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.out = _console(sys.stdout)
        self.err = _console(sys.stderr)

    @property
    def asks(self) -> bool:
        """Whether a person is there to answer."""
        return sys.stdin.isatty() and self.err.is_terminal and not self.as_json

    def say(self, renderable: RenderableType = "") -> None:
        """Print for people; nothing where a machine listens."""
        if self.as_json:
            return
        if self.out.is_terminal:
            self.out.print(renderable)
            return
        with self.out.capture() as written:
            self.out.print(renderable)
        lines = written.get().removesuffix("\n").split("\n")
        self.out.out("\n".join(line.rstrip() for line in lines), highlight=False)

    def line(self, text: str) -> None:
        """Print a command or an address for people: whole, so that it can be copied."""
        if not self.as_json:
            self.out.print(Text(text, style="bold"), soft_wrap=True)

    def note(self, text: str) -> None:
        """Say on stderr what is going on."""
        self.err.print(Text(text, style="dim"))

    def emit(self, value: object) -> None:
        """Print one JSON document for machines; nothing where a person reads."""
        if not self.as_json:
            return
        try:
            sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            close_pipe()

    def mark(self, synthetic: bool) -> None:
        """Say that the data are synthetic, where they are."""
        if synthetic:
            self.say(Text(MARK, style="bold magenta"))

    def confirm(self, zh: str, en: str, *, yes: bool) -> None:
        """Ask; WrongUsage where the answer is no, or nobody is there to give one and ``--yes`` was not said."""
        if yes:
            return
        if not self.asks:
            raise WrongUsage(
                f"{zh};确认无误请加 --yes", f"{en}; add --yes if that is meant", code="confirmation_needed"
            )
        answer = self.err.input(Text(f"{zh}\n{en}\n继续吗? | Go on? (y/N) ", style="bold yellow"))
        if answer.strip().lower() not in ("y", "yes", "是"):
            raise WrongUsage("已取消,没有记录任何内容", "cancelled, nothing was recorded", code="cancelled")

    @contextmanager
    def progress(self, title: str) -> Iterator[Callable[[int, int], None]]:
        """A bar on stderr for what takes longer than a second; call what it gives with (done, of)."""
        if not self.err.is_terminal:
            yield lambda done, of: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        bar = Progress(*columns, console=self.err, transient=True)
        task = bar.add_task(title, total=None)
        begun = bar.get_time()

        def advance(done: int, of: int) -> None:
            if not bar.live.is_started and bar.get_time() - begun > PATIENCE:
                bar.start()
            bar.update(task, completed=done, total=of)

        try:
            yield advance
        finally:
            bar.stop()

    def fail(self, error: GongjianError) -> int:
        """Show an error of ours; returns the exit code."""
        if self.as_json:
            self.emit({"error": {"code": error.code, "zh": error.zh, "en": error.en}})
        elif self.err.is_terminal:
            from rich.panel import Panel

            self.err.print(Panel(Text(f"{error.zh}\n{error.en}"), title=f"出错 {error.code}", border_style="red"))
        else:
            self.err.print(Text(f"出错[{error.code}]:{error.zh}\n{error.en}"), soft_wrap=True)
        return error.exit_code


def _console(file: TextIO) -> Console:
    console = _Screen(file=file, markup=False, highlight=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH
    return console


def _plain(value: object) -> object:
    if isinstance(value, date | Path):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], title: str | None = None) -> Table:
    """A table of values: numbers to the right, long texts folded, control characters shown as such."""
    from rich import box

    from ingest.report.screen import plain

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title=title, title_justify="left")
    for index, heading in enumerate(headings):
        cells = [row[index] for row in rows]
        numeric = any(map(_is_number, cells)) and all(cell is None or _is_number(cell) for cell in cells)
        widest = _widest(heading, rows, index)
        # numbers, dates and ids cannot be read in two halves
        whole = numeric or heading.endswith(ID_TITLE)
        least = widest if whole else min(NARROWEST, widest)
        justify: Literal["left", "right"] = "right" if numeric else "left"
        drawn.add_column(Text(heading), justify=justify, overflow="fold", no_wrap=whole, min_width=least)
    for row in rows:
        drawn.add_row(*(Text(plain(shown(cell))) for cell in row))
    return drawn


def records(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """The same rows one below the other, for a terminal that is too narrow for their columns."""
    from ingest.report.screen import plain

    drawn = Table.grid(padding=(0, 2))
    drawn.add_column(style="bold", no_wrap=True)
    drawn.add_column(overflow="fold")
    for number, row in enumerate(rows, start=1):
        drawn.add_row(Text(f"── {number}"), Text(""))
        for heading, cell in zip(headings, row, strict=True):
            if cell is not None and cell != []:
                drawn.add_row(Text(heading), Text(plain(shown(cell))))
    return drawn


def fitted(headings: Sequence[str], rows: Sequence[Sequence[object]], width: int) -> Table:
    """A table where its columns keep a readable width, else records."""
    widest = [_widest(heading, rows, at) for at, heading in enumerate(headings)]
    least = sum(
        2 + (wide if heading.endswith(ID_TITLE) else min(NARROWEST, wide))
        for heading, wide in zip(headings, widest, strict=True)
    )
    return records(headings, rows) if least > width else table(headings, rows)


def _widest(heading: str, rows: Sequence[Sequence[object]], at: int) -> int:
    lines = (line for row in rows for line in shown(row[at]).split("\n"))
    return max([cell_len(heading), *map(cell_len, lines)])


def shown(value: object) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return "\n".join(shown(each) for each in value)
    return str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
