"""Where and why a cell was left: lines of cells from addresses in their libraries, the runtime's last words."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

# How the compiler calls the reason of a trap, as if it were a function that was inlined there.
_REASON = "Swift runtime failure: "

_LAST_WORDS = re.compile(r"^(?:\S.*?: )?(Fatal error|Precondition failed|Assertion failed)(?:: (.*))?$")
_STACK = re.compile(r"^(Current stack trace:|\d+ +\S+ +0x[0-9a-f]+ .*)$")


def last_words(lines: str) -> tuple[str, str | None]:
    """What a cell wrote to standard error without what the runtime wrote when it trapped, and the reason in that."""
    kept: list[str] = []
    reason: str | None = None
    for line in lines.splitlines(keepends=True):
        if found := _LAST_WORDS.match(line):
            reason = found[2] or found[1].lower()
        elif not _STACK.match(line.rstrip("\n")):
            kept.append(line)
    return "".join(kept), reason


def trace(symbolizer: str, frames: list[tuple[Path, int]]) -> tuple[str | None, list[str]]:
    """The reason of a trap, if the compiler noted one, and the places in cells, innermost first.

    Without the toolchain's `llvm-symbolizer` there are no places.
    """
    reason: str | None = None
    places: list[str] = []
    for library, offset in frames:
        for call in _calls(symbolizer, library, offset):
            name, file = call["FunctionName"], Path(call["FileName"]).name
            if name.startswith(_REASON):
                reason = reason or name[len(_REASON) :]
            elif file.startswith("cell ") and call["Line"] > 0:
                place = f"{file}:{call['Line']}"
                if places[-1:] != [place]:
                    places.append(place)
    return reason, places


def _calls(symbolizer: str, library: Path, offset: int) -> list[dict]:
    """The functions around an instruction, inlined ones first."""
    # Some instructions belong to no line: those just before them tell.
    offsets = [hex(max(0, offset - back)) for back in range(0, 64, 4)]
    command = [symbolizer, "--output-style=JSON", "--inlines", "--no-demangle", f"--obj={library}", *offsets]
    try:
        result = subprocess.run(command, capture_output=True, text=True)
        answers = [answer.get("Symbol", []) for answer in json.loads(result.stdout)]
    except (OSError, json.JSONDecodeError):
        return []
    return next((calls for calls in answers if any(call["Line"] > 0 for call in calls)), [])
