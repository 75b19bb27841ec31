"""The process that runs cells."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from .package import Package
from .session import Compiled


@dataclass(frozen=True)
class Ending:
    """How a cell ended.

    `how` is one of `host.c`'s words; `frames` are places in the libraries of cells, innermost first; `error` is the text
    of what was thrown; `status` is the process's (negative: a signal's number) where the process ended with the cell,
    and `None` where it goes on.
    """

    how: str
    frames: list[tuple[Path, int]] = field(default_factory=list)
    error: str = ""
    status: int | None = None


class Host:
    """A running `host.c`, and the three streams that come from it."""

    def __init__(self, package: Package, folder: Path) -> None:
        program = folder / "host"
        if not program.exists():
            source = Path(__file__).with_name("host.c")
            subprocess.run([package.tool("clang"), "-O1", "-rdynamic", source, "-o", program, "-lpthread"], check=True)
        reading, writing = os.pipe()
        shown, self._shown = os.pipe()
        pipes = {"VAE_LAB_DISPLAY": str(writing), "VAE_LAB_SHOWN": str(shown)}
        environment = dict(os.environ, SWIFT_BACKTRACE="enable=no", **pipes)
        self._process = subprocess.Popen(
            [program],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[writing, shown],
            # An interrupt from the terminal goes to the kernel alone, which passes it on.
            start_new_session=True,
            env=environment,
        )
        os.close(writing)
        os.close(shown)
        self._displays = os.fdopen(reading, "rb", buffering=0)
        self._streams = (self._displays, self._process.stdout, self._process.stderr)
        for stream in self._streams:
            os.set_blocking(stream.fileno(), False)
        self._libraries: list[Path] = []
        self._rest = b""

    def run(self, cell: Compiled, write: Callable[[str, str], None], show: Callable[[dict], None]) -> Ending:
        """Runs a cell to its end.

        `write(name, text)` takes what it prints to `stdout` or `stderr`, the latter in whole lines; `show(data)` what it
        displays, a text for each media type.
        """
        self._libraries.append(cell.library)
        # A process that has ended since the last cell tells so by the end of its messages.
        with suppress(BrokenPipeError):
            os.write(self._process.stdin.fileno(), f"{cell.library}\t{cell.entry}\n".encode())
        with self._passing_on_interrupts(), selectors.DefaultSelector() as selector:
            for stream in self._streams:
                selector.register(stream, selectors.EVENT_READ)
            ending: Ending | None = None
            error = complaints = ""
            while ending is None or ending.how == "trapped":
                selector.select()
                chunk = self._read(self._displays)
                # What was printed before a picture stands before it.
                while text := self._read(self._process.stdout):
                    write("stdout", text.decode(errors="replace"))
                while text := self._read(self._process.stderr):
                    *lines, complaints = (complaints + text.decode(errors="replace")).split("\n")
                    if lines:
                        write("stderr", "\n".join(lines) + "\n")
                if chunk == b"":
                    write("stderr", complaints)
                    return Ending("trapped", ending.frames if ending else [], status=self._process.wait())
                for message in self._messages(chunk or b""):
                    if "end" in message:
                        frames = [(self._libraries[number], offset) for number, offset in message["frames"]]
                        ending = Ending(message["end"], frames, error)
                    elif "thrown" in message:
                        error = message["thrown"]
                    else:
                        show(message["data"])
                        with suppress(BrokenPipeError):
                            os.write(self._shown, b"\n")
            write("stderr", complaints)
            return ending

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, *self._streams):
            stream.close()
        os.close(self._shown)

    @contextmanager
    def _passing_on_interrupts(self) -> Iterator[None]:
        """An interrupt of the kernel is one of the cell alone."""
        handler = signal.signal(signal.SIGINT, lambda *_: self._process.send_signal(signal.SIGINT))
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, handler)

    @staticmethod
    def _read(stream) -> bytes | None:
        """What there is on a stream: `None` if there is nothing now, nothing at all at its end."""
        try:
            return os.read(stream.fileno(), 1 << 20)
        except BlockingIOError:
            return None

    def _messages(self, chunk: bytes) -> Iterator[dict]:
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            try:
                if line:
                    yield json.loads(line)
            except json.JSONDecodeError:
                # The beginning of a message whose cell was parked.
                continue
