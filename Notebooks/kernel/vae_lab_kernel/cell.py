"""What a cell declares, and what it shows."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Declaration:
    """A declared name: the kind of import that brings it alone (`import struct Cell1.Point`), and its line."""

    kind: str
    line: int


@dataclass
class Cell:
    """A cell as the compiler's parser sees it: the modules that it imports, what it declares by name, and the byte at
    which the expression starts whose value it shows, if it ends in one."""

    text: str
    imports: list[str] = field(default_factory=list)
    names: dict[str, Declaration] = field(default_factory=dict)
    shown: int | None = None


_KINDS = {
    "struct_decl": "struct",
    "class_decl": "class",
    "enum_decl": "enum",
    "protocol": "protocol",
    "typealias": "typealias",
    "func_decl": "func",
    "var_decl": "var",
}


def read(text: str, compiler: Path, file: Path) -> Cell:
    """Reads a cell that stands in `file`.

    One with errors of grammar comes back without names: the compiler will tell what is wrong.
    """
    cell = Cell(text)
    command = [compiler, "-frontend", "-dump-parse", "-dump-ast-format", "json", "-suppress-warnings", file]
    result = subprocess.run(command, capture_output=True, text=True)
    try:
        items = json.loads(result.stdout)["items"]
    except (json.JSONDecodeError, KeyError):
        return cell
    raw = text.encode()
    for item in items:
        if item["_kind"] == "import_decl":
            cell.imports.append(".".join(item["module_path"]))
        kind = _KINDS.get(item["_kind"])
        name = item.get("name", {}).get("base_name", {}).get("name")
        if kind and name:
            cell.names[name] = Declaration(kind, raw.count(b"\n", 0, item["range"]["start"]) + 1)
    if items and items[-1]["_kind"] == "top_level_code_decl" and not text.rstrip().endswith(";"):
        last = items[-1]["body"]["elements"][-1]
        # `x = 3` is no value to be shown.
        assigns = any(part["_kind"] == "assign_expr" for part in last.get("elements", []))
        if last["_kind"].endswith("_expr") and not assigns:
            cell.shown = items[-1]["range"]["start"]
    return cell
