"""What may stand at the cursor: names of earlier cells, and public names of the modules that are imported."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .package import Package
from .session import Session

_TYPES = {"struct", "class", "enum", "protocol", "typealias"}
_OF_TYPES = {"init", "type.property", "type.method", "enum.case"}
_OF_VALUES = {"property", "method"}


@dataclass(frozen=True)
class Symbol:
    """A public name: what it is, the type around it if there is one, and how it is written (`logDensity(at:)`)."""

    kind: str
    owner: str | None
    name: str


class Completion:
    """Completes names of one session; a module's are read when it is imported for the first time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._symbols: dict[str, list[Symbol]] = {}

    def matches(self, code: str) -> tuple[str, list[str]]:
        """The beginning of a name at the end of `code`, and the names that it may be the beginning of."""
        owner, dot, prefix = re.search(r"(\w*)(\.?)(\w*)$", code).groups()
        if not dot:
            owner, prefix = "", owner + prefix
        names = self._members(owner, code) if dot else self._names()
        return prefix, sorted({name for name in names if name.startswith(prefix) and name != prefix})

    def _names(self) -> list[str]:
        declared = [name for cell in self._session.cells for name in cell.cell.names]
        return declared + [symbol.name for symbol in self._imported() if symbol.owner is None]

    def _members(self, owner: str, code: str) -> list[str]:
        """Members of a type, of a value whose type is written beside its name, or of any value."""
        symbols = self._imported()
        types = {symbol.name for symbol in symbols if symbol.kind in _TYPES}
        if owner in types:
            return [symbol.name for symbol in symbols if symbol.owner == owner and symbol.kind in _OF_TYPES]
        text = "\n".join([*(cell.cell.text for cell in self._session.cells), code])
        found = re.findall(rf"\b(?:let|var) +{re.escape(owner)} *(?:: *|= *(?:try +)?)(\w+)", text) if owner else []
        known = found[-1] if found and found[-1] in types else None
        return [
            symbol.name for symbol in symbols if symbol.kind in _OF_VALUES and known in (None, symbol.owner)
        ]

    def _imported(self) -> list[Symbol]:
        modules = dict.fromkeys(["Notebook", *(module for cell in self._session.cells for module in cell.cell.imports)])
        for module in modules:
            if module not in self._symbols:
                self._symbols[module] = _public_names(module, self._session.package, self._session.folder)
        return [symbol for module in modules for symbol in self._symbols[module]]


def _public_names(module: str, package: Package, folder: Path) -> list[Symbol]:
    """The names of one of the package's modules; none of a module that is not the package's."""
    if not (package.library.parent / "Modules" / f"{module}.swiftmodule").exists():
        return []
    output = folder / "symbols"
    output.mkdir(exist_ok=True)
    target = ["-target", package.target, "-minimum-access-level", "public", "-skip-synthesized-members"]
    command = [package.tool("swift-symbolgraph-extract"), "-module-name", module, "-output-dir", output, *target]
    subprocess.run(command + package.import_flags, capture_output=True)
    symbols: list[Symbol] = []
    for file in sorted([*output.glob(f"{module}.symbols.json"), *output.glob(f"{module}@*.symbols.json")]):
        for entry in json.loads(file.read_text())["symbols"]:
            *owners, name = entry["pathComponents"]
            kind = entry["kind"]["identifier"].removeprefix("swift.")
            symbols.append(Symbol(kind, owners[-1] if owners else None, name))
    return symbols
