"""Executes notebooks from a clean kernel, and compares what comes out with what is stored."""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

# What a front end shows instead of the text; the text beside it holds the numbers.
_PICTURES = ("image/svg+xml", "image/png")
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)")


def main() -> int:
    parser = argparse.ArgumentParser(prog="Notebooks/run", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="NOTEBOOK", help="by default all of this folder")
    parser.add_argument("--update", action="store_true", help="store what comes out")
    parser.add_argument("--pictures", action="store_true", help="compare pictures byte by byte too")
    arguments = parser.parse_args()
    if missing := [str(file) for file in arguments.files if not file.exists()]:
        print(f"no such notebook: {', '.join(missing)}", file=sys.stderr)
        return 66
    return 0 if all([_treat(file, arguments.update, arguments.pictures) for file in arguments.files]) else 1


def _treat(file: Path, is_update: bool, with_pictures: bool) -> bool:
    """Executes a notebook and says how that went; false if it failed or differs."""
    began = time.monotonic()
    stored = nbformat.read(file, as_version=4)
    found, error = executed(stored, file.parent)
    differences = compared(stored, found, with_pictures)
    if error is not None:
        verdict, problem = "failed", [error]
    elif not differences:
        verdict, problem = "as stored", []
    elif is_update:
        verdict, problem = "stored anew", []
    else:
        verdict, problem = "not as stored", differences
    print(f"{file.name}: {time.monotonic() - began:.0f} s, {verdict}", flush=True)
    for line in problem:
        print(line, file=sys.stderr, flush=True)
    if is_update and error is None:
        file.write_text(_text(found))
    return not problem


def executed(stored: nbformat.NotebookNode, folder: Path) -> tuple[nbformat.NotebookNode, str | None]:
    """The notebook with new outputs, and what a cell failed with, if one did."""
    notebook = nbformat.from_dict(json.loads(json.dumps(stored)))
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="vae-lab",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": os.fspath(folder.resolve())}},
        record_timing=False,
    )
    error = None
    try:
        client.execute()
    except CellExecutionError as failure:
        error = f"{failure.ename}: {failure.evalue}\n{failure.traceback}"
    for cell in _code(notebook):
        cell.outputs = _joined(cell.outputs)
    notebook.metadata = stored.metadata
    return notebook, error


def _joined(outputs: list) -> list:
    """Outputs with neighbouring pieces of one stream made one: where they are cut is chance."""
    joined: list = []
    for output in outputs:
        is_stream = output.output_type == "stream"
        if is_stream and joined and joined[-1].output_type == "stream" and joined[-1].name == output.name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def compared(
    stored: nbformat.NotebookNode, found: nbformat.NotebookNode, with_pictures: bool = False
) -> list[str]:
    """What differs in the outputs, as lines of a difference; numbers may differ by the `tolerance` of the cell, or else
    of the notebook."""
    common = stored.metadata.get("vae_lab", {}).get("tolerance", 0)
    lines: list[str] = []
    for number, (old, new) in enumerate(zip(_code(stored), _code(found)), 1):
        tolerance = old.metadata.get("vae_lab", {}).get("tolerance", common)
        before, after = _lines(old.outputs, with_pictures), _lines(new.outputs, with_pictures)
        if not _agree("\n".join(before), "\n".join(after), tolerance):
            lines += difflib.unified_diff(before, after, f"cell {number}, stored", f"cell {number}", n=0, lineterm="")
    return lines


def _code(notebook: nbformat.NotebookNode) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _lines(outputs: list, with_pictures: bool) -> list[str]:
    """Outputs as lines: of a picture its type alone, unless it is compared too."""
    lines: list[str] = []
    for output in outputs:
        if output.output_type == "stream":
            lines += output.text.splitlines()
        for kind, content in sorted(output.get("data", {}).items()):
            lines.append(kind)
            if with_pictures or kind not in _PICTURES:
                lines += content.splitlines()
    return lines


def _agree(left: str, right: str, tolerance: float) -> bool:
    """Whether two texts are the same except for numbers that differ by no more than a part of the larger one."""
    if left == right or tolerance == 0:
        return left == right
    # Another number may have another length, and move what stands beside it.
    ours, theirs = (_NUMBER.split(re.sub("[ ─]+", " ", text)) for text in (left, right))
    if ours[::2] != theirs[::2]:
        return False
    pairs = [(float(a), float(b)) for a, b in zip(ours[1::2], theirs[1::2])]
    return all(abs(a - b) <= tolerance * max(abs(a), abs(b)) for a, b in pairs)


def _text(notebook: nbformat.NotebookNode) -> str:
    """A notebook as it is stored: without what changes from run to run."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return nbformat.writes(notebook) + "\n"


if __name__ == "__main__":
    sys.exit(main())
