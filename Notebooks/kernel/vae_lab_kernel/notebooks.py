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
    parser.add_argument("files", nargs="*", type=Path, metavar="NOTEBOOK", help="by default all in this folder")
    parser.add_argument("--update", action="store_true", help="store what comes out")
    parser.add_argument("--pictures", action="store_true", help="compare pictures byte by byte too")
    arguments = parser.parse_args()
    differing = 0
    for file in arguments.files or sorted(Path.cwd().glob("*.ipynb")):
        if not file.exists():
            print(f"{file}: no such notebook", file=sys.stderr)
            return 66
        began = time.monotonic()
        stored = nbformat.read(file, as_version=4)
        found, error = executed(stored, file.parent)
        differences = compared(stored, found, with_pictures=arguments.pictures)
        if error is not None:
            problem = [error]
        elif arguments.update:
            file.write_text(text(found))
            problem = []
        else:
            problem = differences
        print(f"{file.name}: {time.monotonic() - began:.0f} s, {_verdict(error, differences, arguments.update)}", flush=True)
        print("\n".join(problem), end="\n" if problem else "", file=sys.stderr, flush=True)
        differing += bool(problem)
    return 1 if differing else 0


def _verdict(error: str | None, differences: list[str], is_update: bool) -> str:
    if error is not None:
        return "failed"
    if not differences:
        return "as stored"
    return "stored anew" if is_update else "not as stored"


def executed(stored: nbformat.NotebookNode, folder: Path) -> tuple[nbformat.NotebookNode, str | None]:
    """The notebook with new outputs, and what a cell failed with, if one did."""
    notebook = nbformat.from_dict(json.loads(json.dumps(stored)))
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="vae-lab",
        resources={"metadata": {"path": os.fspath(folder.resolve())}},
        record_timing=False,
    )
    error = None
    try:
        client.execute()
    except CellExecutionError as failure:
        error = f"{failure.ename}: {failure.evalue}\n{failure.traceback}"
    for cell in notebook.cells:
        if cell.cell_type == "code":
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
    """What differs in the outputs, as lines of a difference; numbers may differ by the notebook's `tolerance`."""
    tolerance = stored.metadata.get("vae_lab", {}).get("tolerance", 0)
    lines: list[str] = []
    cells = zip((cell for cell in stored.cells if cell.cell_type == "code"), found_code(found))
    for number, (old, new) in enumerate(cells, 1):
        before, after = _lines(old.outputs, with_pictures), _lines(new.outputs, with_pictures)
        if not _agree("\n".join(before), "\n".join(after), tolerance):
            lines += difflib.unified_diff(before, after, f"cell {number}, stored", f"cell {number}", n=0, lineterm="")
    return lines


def found_code(notebook: nbformat.NotebookNode) -> list:
    """The cells of code."""
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
    """Whether two texts are the same except for numbers that differ by less than a part of the larger one."""
    if left == right:
        return True
    ours, theirs = _NUMBER.split(left), _NUMBER.split(right)
    if tolerance == 0 or ours[::2] != theirs[::2]:
        return False
    pairs = [(float(a), float(b)) for a, b in zip(ours[1::2], theirs[1::2])]
    return all(abs(a - b) <= tolerance * max(abs(a), abs(b)) for a, b in pairs)


def text(notebook: nbformat.NotebookNode) -> str:
    """A notebook as it is stored: without what changes from run to run."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return nbformat.writes(notebook) + "\n"


if __name__ == "__main__":
    sys.exit(main())
