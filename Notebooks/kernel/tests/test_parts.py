"""The kernel's parts that need no running kernel."""

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from vae_lab_kernel import package
from vae_lab_kernel.cell import Cell
from vae_lab_kernel.notebooks import compared
from vae_lab_kernel.places import last_words
from vae_lab_kernel.source import cleaned, placed


class SourceTests(unittest.TestCase):
    def test_a_cell_without_a_value_stands_as_it_is(self):
        self.assertEqual(placed(Cell("let a = 1"), "cell 3"), '#sourceLocation(file: "cell 3", line: 1)\nlet a = 1\n')

    def test_a_value_keeps_its_line_and_its_column(self):
        text = 'let é = "ü"\nf();  é'
        lines = placed(Cell(text, shown=len(text.encode()) - 2), "cell 1").splitlines()
        call = lines.index("Notebook.show(")
        self.assertEqual(lines[call - 1], '#sourceLocation(file: "cell 1", line: 1)')
        self.assertEqual(lines[call + 1], "      é")

    def test_messages_on_the_first_line_are_moved_back(self):
        message = 'cell 4:1:17: error: no\nNotebook.show(1 + "a"\n              ~ ^ ~~~'
        self.assertEqual(cleaned(message), 'cell 4:1:3: error: no\n1 + "a"\n~ ^ ~~~')
        self.assertEqual(cleaned("cell 4:2:17: error: no"), "cell 4:2:17: error: no")


class LastWordsTests(unittest.TestCase):
    def test_the_runtimes_words_become_the_reason(self):
        for words, reason in [
            ("Cell1/cell 1:2: Fatal error: because\n", "because"),
            ("Swift/Array.swift:692: Fatal error: Index out of range\n", "Index out of range"),
            ("Cell1/cell 1:2: Precondition failed: x: 3\n", "x: 3"),
            ("Cell1/cell 1:2: Assertion failed\n", "assertion failed"),
        ]:
            stack = "Current stack trace:\n0    libswiftCore.so    0x00007f8959f5f130 swift_reportError + 33\n"
            self.assertEqual(last_words("a warning\n" + words + stack), ("a warning\n", reason))

    def test_other_words_stay(self):
        self.assertEqual(last_words("0 errors\nnot fatal"), ("0 errors\nnot fatal", None))


class ComparisonTests(unittest.TestCase):
    @staticmethod
    def notebook(text, picture="<svg/>", tolerance=None):
        data = {"text/plain": text, "image/svg+xml": picture}
        outputs = [new_output("stream", text="begins\n"), new_output("display_data", data)]
        notebook = new_notebook(cells=[new_markdown_cell("words"), new_code_cell("code", outputs=outputs)])
        if tolerance is not None:
            notebook.metadata["vae_lab"] = {"tolerance": tolerance}
        return notebook

    def test_what_is_stored_must_come_out(self):
        stored = self.notebook("bound -1.25 in 3 steps")
        self.assertEqual(compared(stored, self.notebook("bound -1.25 in 3 steps")), [])
        lines = compared(stored, self.notebook("bound -1.26 in 3 steps"))
        self.assertEqual(lines[-2:], ["-bound -1.25 in 3 steps", "+bound -1.26 in 3 steps"])

    def test_numbers_may_differ_by_a_tolerance_and_nothing_else(self):
        stored = self.notebook("bound -1.25 in 3 steps", tolerance=0.01)
        for text in ("bound -1.26 in 3 steps", "bound  -1.2501 in 3 steps"):
            self.assertEqual(compared(stored, self.notebook(text)), [], text)
        for text in ("bound -1.27 in 3 steps", "bound -1.25 in 3 stops", "bound 1.25 in 3 steps", "bound -1.25"):
            self.assertNotEqual(compared(stored, self.notebook(text)), [], text)

    def test_a_cell_may_have_a_tolerance_of_its_own(self):
        stored = self.notebook("bound -1.25", tolerance=0.01)
        stored.cells[1].metadata["vae_lab"] = {"tolerance": 2}
        self.assertEqual(compared(stored, self.notebook("bound 7")), [])
        self.assertNotEqual(compared(stored, self.notebook("bounds 7")), [])

    def test_pictures_count_where_they_are_asked_for(self):
        stored, found = self.notebook("a", picture="<svg/>"), self.notebook("a", picture="<svg><g/></svg>")
        self.assertEqual(compared(stored, found), [])
        self.assertNotEqual(compared(stored, found, with_pictures=True), [])

    def test_a_missing_output_is_a_difference(self):
        found = self.notebook("a")
        found.cells[1].outputs.pop()
        self.assertNotEqual(compared(self.notebook("a"), found), [])


class PackageTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        (self.root / "deep" / "er").mkdir(parents=True)
        without = {name: value for name, value in os.environ.items() if name != "VAE_LAB_PACKAGE"}
        environment = mock.patch.dict(os.environ, without, clear=True)
        environment.start()
        self.addCleanup(environment.stop)

    def build(self, configuration):
        library = self.root / ".build" / configuration / "libNotebook.so"
        library.parent.mkdir(parents=True)
        library.touch()
        return library

    def test_the_package_is_found_from_below_with_its_fast_products(self):
        (self.root / "Package.swift").write_text('let package = Package(\n  name: "vae-lab",')
        debug = self.build("debug")
        self.assertEqual(package.find(str(self.root / "deep" / "er")).library, debug)
        release = self.build("release")
        self.assertEqual(package.find(str(self.root)).library, release)

    def test_what_is_missing_is_told_in_one_line(self):
        with self.assertRaisesRegex(package.NotBuilt, "^no package of vae-lab at or above .*VAE_LAB_PACKAGE$"):
            package.find(str(self.root))
        (self.root / "Package.swift").write_text('name: "vae-lab"')
        with self.assertRaisesRegex(package.NotBuilt, "^the modules are not built: run `swift build -c release --product"):
            package.find(str(self.root / "deep"))
        with mock.patch.dict(os.environ, PATH="/nowhere"):
            with self.assertRaisesRegex(package.NotBuilt, "^the Swift compiler is not on the search path"):
                package.find(str(self.root))


if __name__ == "__main__":
    unittest.main()
