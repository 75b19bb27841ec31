"""The kernel from outside, as a notebook sees it: cells in, answers out."""

import re
import unittest

from notebook import Notebook


class KernelTests(unittest.TestCase):
    """Each test uses names of its own, so that one kernel serves them all; a trap leaves a fresh process."""

    @classmethod
    def setUpClass(cls):
        cls.notebook = Notebook()
        cls.run_cell = cls.notebook.run

    @classmethod
    def tearDownClass(cls):
        cls.notebook.close()

    def value(self, code, **arguments):
        """The text of the value that a cell shows."""
        answer = self.run_cell(code, **arguments)
        self.assertEqual(answer.status, "ok", answer.error)
        return answer.text

    def failure(self, code, **arguments):
        """The lines that a cell which fails shows."""
        answer = self.run_cell(code, **arguments)
        self.assertEqual(answer.status, "error")
        return "\n".join(answer.error)

    def test_values_functions_and_types_persist(self):
        self.assertEqual(self.value("let kept = [1, 2, 3]\nkept.count"), "3")
        self.run_cell("func doubled(_ x: Int) -> Int { 2 * x }\nstruct Pair { var a = 1, b = 2 }\nvar changing = 1")
        self.run_cell("changing += kept[2]")
        self.assertEqual(self.value("doubled(changing) + Pair().b"), "10")

    def test_imports_persist(self):
        self.run_cell("import Distributions")
        self.assertEqual(self.value("Gaussian(mean: 1, standardDeviation: 1).mean"), "1.0")

    def test_what_is_shown(self):
        for code, shown in [
            ("2 + 3", ["5"]),
            ("let unused = 4", []),
            ("2 + 3;", []),
            ("var assigned = 1\nassigned = 2", []),
            ("print(1)", []),
            ('"text" // with a comment', ['"text"']),
            ("let é = 1\n  [é,\n   2]", ["[1, 2]"]),
            ("for i in 1...2 { display(i) }\n7", ["1", "2", "7"]),
        ]:
            with self.subTest(code):
                self.assertEqual([data["text/plain"] for data in self.run_cell(code).displays], shown)

    def test_redefinition(self):
        self.run_cell("let redefined = 1\nfunc law() -> Int { redefined }")
        self.run_cell('let redefined = "text"')
        self.assertEqual(self.value("redefined + String(law())"), '"text1"')
        self.run_cell("func law() -> Double { 0.5 }")
        self.assertEqual(self.value("law()"), "0.5")

    def test_a_cell_that_is_run_again_replaces_itself(self):
        self.run_cell("let base = 1\nextension Int { var plusBase: Int { self + base } }", cell_id="base")
        self.run_cell("let derived = base.plusBase", cell_id="derived")
        self.run_cell("let base = 5\nextension Int { var plusBase: Int { self + base } }", cell_id="base")
        self.assertEqual(self.value("[base, derived, 1.plusBase]"), "[5, 2, 6]")

    def test_errors_of_the_compiler_stand_at_their_place(self):
        for code, place in [
            ('let fine = 1\nlet wrong: Int = "no"', "2:18"),
            ('1 + "a"', "1:3"),
            ('let fine = 1\n  fine + "a"', "2:8"),
            ("let fine = 1\nlet = 3", "2:5"),
        ]:
            with self.subTest(code):
                self.assertRegex(self.failure(code), rf"CompileError: cell \d+:{place}: error: ")
        self.assertRegex(self.failure("func open() {\n"), "^CompileError: at the end of the cell: error: ")
        lines = self.failure('1 + "a"').splitlines()
        self.assertEqual(lines[1:3], ['1 + "a"', "~ ^ ~~~"])
        self.assertEqual(self.value("40 + 2"), "42")

    def test_a_thrown_error_leaves_values_from_before_it(self):
        text = self.failure(
            "struct TooLarge: Error { var size: Int }\n"
            "func checked(_ n: Int) throws -> Int {\n  guard n < 3 else { throw TooLarge(size: n) }\n  return n\n}\n"
            "let before = 7\nlet thrown = try checked(3)"
        )
        self.assertRegex(text, r"^Thrown: TooLarge\(size: 3\)\nat cell (\d+):3\nat cell \1:7$")
        self.assertEqual(self.value("before + (try checked(2))"), "9")
        self.assertIn("cannot find 'thrown'", self.failure("thrown"))

    def test_traps_tell_why_and_where_and_leave_a_fresh_process(self):
        for code, reason, line in [
            ("let three = [1, 2, 3]\nprint(three[three.count])", "Index out of range", 2),
            ("let none = Int(\"x\")\n\nprint(none!)", "Unexpectedly found nil while unwrapping an Optional value", 3),
            ("func grown(_ x: Int8) -> Int8 {\n  x + 100\n}\ngrown(100)", "arithmetic overflow", 2),
            ('precondition(Int("2")! > 2, "too small")', "too small", 1),
            ("func deep(_ n: Int) -> Int {\n  n == -1 ? 0 : deep(n + 1) + n\n}\ndeep(0)", "recursion", 2),
        ]:
            with self.subTest(reason):
                self.run_cell("let lost = 1")
                text = self.failure(code)
                self.assertRegex(text, rf"Trap: .*{reason}.*; the process of the cells ended by SIG\w+\nat cell \d+:{line}\n")
                self.assertIn("run the cells from the top again", text)
                self.assertIn("cannot find 'lost'", self.failure("lost"))
                self.assertEqual(self.value("1"), "1")

    def test_a_trap_in_an_earlier_cells_function_names_both(self):
        self.run_cell("func at(_ i: Int) -> Int {\n  return [1, 2, 3][i]\n}")
        self.assertRegex(self.failure("let start = 2\nprint(\n  at(start + 1))"), r"at cell \d+:2\nat cell \d+:3\n")

    def test_the_process_may_be_left(self):
        self.assertIn("ended with status 3", self.failure("exit(3)"))
        self.assertEqual(self.value("2"), "2")

    def test_interrupts_leave_the_session_alive(self):
        self.run_cell("var steps: [Int] = []\nfunc step(_ i: Int) -> Int { steps.append(i); return i }")
        for loop in [
            "while true { _ = step(1) }",
            'while true { var text = ""; for i in 0..<100 { text += String(i) }; _ = step(text.count) }',
            "while true { print(step(2)) }",
            "Thread.sleep(forTimeInterval: 600)",
        ]:
            with self.subTest(loop):
                text = self.failure(f'let earlier = 7\nprint("begins")\n{loop}', interrupt_after=0.2)
                self.assertRegex(text, r"^Interrupted: the cell was stopped(.*\n)+at cell \d+:3$")
                self.assertEqual(self.value("earlier"), "7")
        self.assertEqual(self.value("Set(steps).isSuperset(of: [1, 190, 2])"), "true")

    def test_prints_arrive_whole(self):
        answer = self.run_cell('print("a"); print("b", terminator: "")\nFileHandle.standardError.write(Data("c".utf8))')
        self.assertEqual((answer.stdout, answer.stderr), ("a\nb", "c"))

    def test_prints_and_displays_keep_their_order(self):
        answer = self.run_cell("for i in 0..<50 { print(i); display(i) }")
        self.assertEqual("".join(answer.order), "".join(f"{i}\n[{i}]" for i in range(50)))

    def test_displays(self):
        self.run_cell("import Datasets\nimport Reporting")
        svg = self.run_cell('display(SVG("<svg></svg>"))').displays[0]
        self.assertEqual(svg["image/svg+xml"], "<svg></svg>")
        page = self.run_cell('display(HTML("<b>bold</b>"))').displays[0]
        self.assertEqual(page["text/html"], "<b>bold</b>")
        picture = self.run_cell("PNGImage(width: 1, height: 1, pixels: [9])").displays[0]
        self.assertTrue(picture["image/png"].startswith("iVBORw0KGgo"))
        table = self.run_cell('var table = Table(columns: [.init("n")])\ntable.append(["<1"])\ntable').displays[0]
        self.assertIn("<td style=\"text-align:left\">&lt;1</td>", table["text/html"])
        self.assertIn("<1", table["text/plain"])
        plot = self.run_cell(
            'Plot("t", panels: [Plot.Panel("p", x: Plot.Axis("x"), y: Plot.Axis("y"),'
            ' .curves([Plot.Curve("c", [Plot.Point(x: 0, y: 1), Plot.Point(x: 1, y: 2)])]))])'
        ).displays[0]
        self.assertIn("<svg", plot["image/svg+xml"])

    def test_completion(self):
        self.run_cell("import Distributions\nlet gaussian = Gaussian(mean: 0, standardDeviation: 1)\nlet remembered = 1")
        self.assertEqual(self.notebook.complete("print(remem"), ["remembered"])
        self.assertIn("Gaussian", self.notebook.complete("let q = Gau"))
        self.assertIn("standard", self.notebook.complete("Gaussian."))
        self.assertEqual(self.notebook.complete("gaussian.quan"), ["quantile(_:)"])
        self.assertEqual(self.notebook.complete("gaussian.zzz"), [])


if __name__ == "__main__":
    unittest.main()
