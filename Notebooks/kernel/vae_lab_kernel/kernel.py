"""Jupyter's side: what a notebook asks, and what it is answered."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

from ipykernel.kernelbase import Kernel

from . import __version__, package
from .completion import Completion
from .host import Ending, Host
from .places import last_words, trace
from .session import Compiled, CompileError, Session

# A recursion without end has more places than anybody reads.
_MOST_PLACES = 8

_REASONS = {
    signal.SIGILL: "the code trapped",
    signal.SIGTRAP: "the code trapped",
    signal.SIGSEGV: "memory was touched that is not there (often: a recursion without end)",
}


class SwiftKernel(Kernel):
    """Runs Swift cells in a process of their own, which is begun at the first cell."""

    implementation = "vae-lab"
    implementation_version = __version__
    banner = "Swift with the modules of vae-lab"
    language_info = {
        "name": "swift",
        "mimetype": "text/x-swift",
        "file_extension": ".swift",
        "pygments_lexer": "swift",
        "codemirror_mode": "swift",
    }

    def __init__(self, **arguments) -> None:
        super().__init__(**arguments)
        self._session: Session | None = None
        self._completion: Completion | None = None
        self._host: Host | None = None
        self._reason: str | None = None

    async def do_execute(
        self, code, silent, store_history=True, user_expressions=None, allow_stdin=False, *, cell_id=None
    ) -> dict:
        if not code.strip():
            return self._ok()
        try:
            if self._session is None:
                self._session = Session(package.find(os.getcwd()))
                self._completion = Completion(self._session)
            compiled = self._session.compile(code, self.execution_count, cell_id)
        except package.NotBuilt as problem:
            return self._failed("NotBuilt", str(problem))
        except CompileError as problem:
            return self._failed("CompileError", str(problem))
        except KeyboardInterrupt:
            return self._failed("Interrupted", "the cell was not run")
        if self._host is None:
            self._host = Host(self._session.package, self._session.folder)
        self._reason = None
        return self._answer(self._host.run(compiled, self._write, self._show), compiled)

    def do_complete(self, code: str, cursor_pos: int) -> dict:
        prefix, matches = self._completion.matches(code[:cursor_pos]) if self._completion else ("", [])
        start = cursor_pos - len(prefix)
        return {"status": "ok", "matches": matches, "cursor_start": start, "cursor_end": cursor_pos, "metadata": {}}

    def do_shutdown(self, restart: bool) -> dict:
        if self._host is not None:
            self._host.close()
        if self._session is not None:
            self._session.close()
        self._host = self._session = self._completion = None
        return {"status": "ok", "restart": restart}

    def _answer(self, ending: Ending, cell: Compiled) -> dict:
        """Keeps what is left of a cell, and says how it ended."""
        if ending.how == "returned":
            self._session.keep(cell)
            return self._ok()
        if ending.how == "not loaded":
            return self._failed("NotLoaded", "the library of the cell could not be loaded")
        noted, places = trace(self._session.package.tool("llvm-symbolizer"), ending.frames)
        where = [f"at {place}" for place in places[:_MOST_PLACES]]
        if ending.status is None:
            own = [place for place in places if place.startswith(f"cell {self.execution_count}:")]
            self._session.keep(cell.until(int(own[-1].rpartition(":")[2]) if own else 0))
            if ending.how == "thrown":
                return self._failed("Thrown", ending.error, where)
            return self._failed("Interrupted", "the cell was stopped; the values from before that are still there", where)
        self._host.close()
        self._host = None
        self._session.forget()
        how = f"by {signal.Signals(-ending.status).name}" if ending.status < 0 else f"with status {ending.status}"
        where.append("a new process takes its place, and the values are gone: run the cells from the top again")
        reason = self._reason or noted or _REASONS.get(-ending.status, "the process was left")
        return self._failed("Trap", f"{reason}; the process of the cells ended {how}", where)

    def _write(self, name: str, text: str) -> None:
        if name == "stderr":
            text, reason = last_words(text)
            self._reason = reason or self._reason
        if text:
            self.send_response(self.iopub_socket, "stream", {"name": name, "text": text})

    def _show(self, data: dict) -> None:
        self.send_response(self.iopub_socket, "display_data", {"data": data, "metadata": {}})

    def _ok(self) -> dict:
        return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}

    def _failed(self, name: str, text: str, details: Sequence[str] = ()) -> dict:
        value, *rest = text.splitlines() or [""]
        content = {"ename": name, "evalue": value, "traceback": [f"{name}: {value}", *rest, *details]}
        self.send_response(self.iopub_socket, "error", content)
        return {"status": "error", "execution_count": self.execution_count, **content}
