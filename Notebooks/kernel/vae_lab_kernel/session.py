"""The cells of a notebook so far, and how the next one is compiled against them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from .cell import Cell, read
from .package import Package
from .source import cleaned, placed


class CompileError(Exception):
    """The compiler's messages, with places in the cell."""


@dataclass(frozen=True)
class Compiled:
    """A cell that was compiled: its module, its library and its entry."""

    cell: Cell
    module: str
    library: Path
    entry: str
    identity: str | None
    is_whole: bool = True

    def until(self, line: int) -> Compiled:
        """What is left of a cell that was left on a line: its functions and types, and the values from before it."""
        names = {name: one for name, one in self.cell.names.items() if one.kind != "var" or one.line < line}
        return replace(self, cell=replace(self.cell, names=names), is_whole=False)


# Always there; the others are imported by a cell, for all after it.
_PRELUDE = ("Foundation", "Notebook")


class Session:
    """The cells that were run, and a folder for what is compiled."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.folder = Path(tempfile.mkdtemp(prefix="vae-lab-notebook-"))
        self.cells: list[Compiled] = []
        self._count = 0

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def forget(self) -> None:
        """Forgets the cells, whose values went with their process."""
        self.cells = []

    def keep(self, compiled: Compiled) -> None:
        """Lets the following cells see a cell that was run; it takes the place of its own earlier run."""
        self.cells = self._others(compiled.identity) + [compiled]

    def compile(self, text: str, number: int, identity: str | None = None) -> Compiled:
        """Compiles a cell.

        `number` is the one that Jupyter shows beside it, `identity` the one that stays the same when it is run again.
        """
        self._count += 1
        module = f"Cell{self._count}"
        # A folder a cell, because a file of top-level code must be called main.
        (self.folder / module).mkdir()
        source = self.folder / module / "main.swift"
        source.write_text(text)
        cell = read(text, self.package.compiler, source)
        source.write_text(self._imports(cell, identity) + placed(cell, f"cell {number}"))

        compiler = str(self.package.compiler)
        entry, code, library = f"run_{module}", source.with_name("cell.o"), source.with_name(f"lib{module}.so")
        self._run(
            [compiler, "-frontend", "-c", "-primary-file", source, "-module-name", module, "-o", code]
            + ["-swift-version", "5", "-O", "-assert-config", "Debug", "-enable-testing", "-g", "-entry-point-function-name", entry]
            + ["-suppress-warnings", "-diagnostic-style", "llvm"]
            + ["-emit-module-path", self.folder / f"{module}.swiftmodule", "-I", self.folder]
            + self.package.import_flags
        )
        self._run([compiler, "-emit-library", "-o", library, code, self.package.library])
        return Compiled(cell, module, library, entry, identity)

    def _others(self, identity: str | None) -> list[Compiled]:
        return [other for other in self.cells if identity is None or other.identity != identity]

    def _imports(self, cell: Cell, identity: str | None) -> str:
        """What a cell sees: the cells before it, except its own earlier run; of each name the last declaration."""
        others = self._others(identity)
        modules = [*_PRELUDE, *(module for other in others for module in other.cell.imports)]
        lines = [f"import {module}" for module in dict.fromkeys(modules)]
        last = {name: other for other in others for name in other.cell.names}
        for other in others:
            seen = [name for name in other.cell.names if last[name] is other and name not in cell.names]
            if other.is_whole and len(seen) == len(other.cell.names):
                lines.append(f"@testable import {other.module}")
            else:
                # What was declared again is left out; extensions come along with any import of the module.
                kinds = other.cell.names
                lines += [f"@testable import {kinds[name].kind} {other.module}.{name}" for name in seen]
        return "\n".join(lines) + "\n"

    @staticmethod
    def _run(command: list[str | Path]) -> None:
        environment = dict(os.environ, SWIFT_BACKTRACE="enable=no")
        result = subprocess.run(command, capture_output=True, text=True, env=environment)
        if result.returncode != 0:
            raise CompileError(cleaned(result.stderr))
