"""A running kernel, and what it answers to a cell."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from jupyter_client.manager import start_new_kernel


@dataclass
class Answer:
    """Everything that came back for one cell; `order` has the texts of prints and, in brackets, of displays."""

    status: str
    stdout: str = ""
    stderr: str = ""
    displays: list[dict] = field(default_factory=list)
    error: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The plain text of the last display."""
        return self.displays[-1]["text/plain"]


class Notebook:
    """A session with a kernel of its own; cells are run one after the other."""

    def __init__(self) -> None:
        self._manager, self._client = start_new_kernel(
            kernel_name="vae-lab", startup_timeout=60, extra_arguments=["--log-level=ERROR"]
        )

    def close(self) -> None:
        self._manager.shutdown_kernel()
        self._client.stop_channels()

    def run(self, code: str, cell_id: str | None = None, interrupt_after: float | None = None) -> Answer:
        """Runs a cell; an interrupt is sent so many seconds after it began to print."""
        request = self._client.session.msg(
            "execute_request",
            {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False},
            metadata={"cellId": cell_id},
        )
        self._client.shell_channel.send(request)
        answer = Answer("")
        while True:
            message = self._client.get_iopub_msg(timeout=120)
            if message["parent_header"].get("msg_id") != request["header"]["msg_id"]:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                answer.order.append(content["text"])
                setattr(answer, content["name"], getattr(answer, content["name"]) + content["text"])
                if interrupt_after is not None:
                    threading.Timer(interrupt_after, self._manager.interrupt_kernel).start()
                    interrupt_after = None
            elif kind == "display_data":
                answer.displays.append(content["data"])
                answer.order.append(f"[{content['data']['text/plain']}]")
            elif kind == "error":
                answer.error = content["traceback"]
            elif kind == "status" and content["execution_state"] == "idle":
                break
        answer.status = self._reply(request["header"]["msg_id"])["status"]
        return answer

    def complete(self, code: str, position: int | None = None) -> list[str]:
        """The completions at a position, by default the end."""
        identity = self._client.complete(code, position)
        return self._reply(identity)["matches"]

    def _reply(self, identity: str) -> dict:
        while True:
            message = self._client.get_shell_msg(timeout=120)
            if message["parent_header"].get("msg_id") == identity:
                return message["content"]
