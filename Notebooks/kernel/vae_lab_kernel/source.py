"""A cell between what the kernel adds to it, and the compiler's messages without it."""

from __future__ import annotations

import re

from .cell import Cell

_SHOW = "Notebook.show("


def placed(cell: Cell, name: str) -> str:
    """The cell's text so that the compiler's messages point into `name`, its last expression handed to what shows it."""

    def place(line: int) -> str:
        return f'#sourceLocation(file: "{name}", line: {line})\n'

    if cell.shown is None:
        return place(1) + cell.text.rstrip("\n") + "\n"
    text = cell.text.encode()
    before, value = text[: cell.shown].decode(), text[cell.shown :].decode().rstrip("\n") + "\n)\n"
    line = before.count("\n") + 1
    if line == 1:
        return place(1) + before + _SHOW + value
    # The call opens on a line of its own, so that the value keeps its line and its column.
    indentation = " " * (len(before) - before.rfind("\n") - 1)
    return place(1) + before + "\n" + place(line - 1) + _SHOW + "\n" + indentation + value


def cleaned(messages: str) -> str:
    """The compiler's messages as if the cell had been compiled alone: on the first line the call moves the columns."""
    lines: list[str] = []
    is_moved = False
    for line in messages.splitlines():
        # Behind the last line of the cell the compiler knows no cell any more.
        line = re.sub(r"^\S+/main\.swift:\d+:\d+: ", "at the end of the cell: ", line)
        place = re.match(r"(cell \S+:1:)(\d+)(: .*)", line)
        if place and int(place[2]) > len(_SHOW):
            line = f"{place[1]}{int(place[2]) - len(_SHOW)}{place[3]}"
        if is_moved:
            line = line[len(_SHOW) :]
        is_moved = _SHOW in line and line.strip() != _SHOW
        lines.append(line.replace(_SHOW, ""))
    return "\n".join(lines)
