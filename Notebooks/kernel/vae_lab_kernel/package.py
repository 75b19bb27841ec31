"""Where the built modules of vae-lab and the Swift compiler are."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


class NotBuilt(Exception):
    """What is missing and what to do, in one line."""


@dataclass(frozen=True)
class Package:
    """A built package: what a cell is compiled against and loaded beside."""

    root: Path
    library: Path
    compiler: Path

    def tool(self, name: str) -> str:
        """A program of the compiler's toolchain, or the system's."""
        beside = self.compiler.resolve().with_name(name)
        return str(beside) if beside.exists() else name

    @property
    def target(self) -> str:
        """The triple that the modules were built for."""
        return self.library.resolve().parent.parent.name

    @property
    def import_flags(self) -> list[str]:
        """What makes the compiler find the package's modules and those of the C libraries beneath them."""
        products = self.library.parent
        flags = ["-I", str(products / "Modules")]
        for module_map in sorted((self.root / "Sources").glob("*/module.modulemap")):
            flags += ["-I", str(module_map.parent)]
        for module_map in sorted(products.glob("*.build/module.modulemap")):
            flags += ["-Xcc", f"-fmodule-map-file={module_map}"]
        return flags


def find(start: str) -> Package:
    """The package around the folder `start` (or at VAE_LAB_PACKAGE) with its products: the fast ones if they are built,
    else those for debugging."""
    compiler = shutil.which("swiftc")
    if compiler is None:
        raise NotBuilt("the Swift compiler is not on the search path: install Swift 6.2 or later, swift.org/install")
    root = _root(Path(os.environ.get("VAE_LAB_PACKAGE", start)).resolve())
    for configuration in ("release", "debug"):
        library = root / ".build" / configuration / "libNotebook.so"
        if library.exists():
            return Package(root, library, Path(compiler))
    raise NotBuilt(f"the modules are not built: run `swift build -c release --product Notebook` in {root}")


def _root(place: Path) -> Path:
    for folder in (place, *place.parents):
        manifest = folder / "Package.swift"
        if manifest.exists() and 'name: "vae-lab"' in manifest.read_text(errors="replace"):
            return folder
    raise NotBuilt(f"no package of vae-lab at or above {place}: start Jupyter inside of it, or set VAE_LAB_PACKAGE")
