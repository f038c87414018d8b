"""A headless Chromium for tests, spoken to over a pipe (its DevTools protocol); nothing but the browser is needed."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

PROGRAM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
_PATIENCE = 60


class Browser:
    """A browser with one page; `errors` are what its console and its exceptions said, `requests` what it asked for."""

    def __init__(self, width: int = 1280, height: int = 900, *, dark: bool = False) -> None:
        self.errors: list[str] = []
        self.requests: list[str] = []
        self._home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        self._running = subprocess.Popen(
            ["/bin/bash", "-c", f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', "bash", str(PROGRAM), "--headless",
             "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
             "--disable-background-networking", f"--user-data-dir={self._home.name}", "--remote-debugging-pipe"],
            pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self._held = b""
        self._number = 0
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.sized(width, height)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self._running.kill()
        self._running.wait()
        os.close(self._in)
        os.close(self._out)
        self._home.cleanup()

    def call(self, method: str, **settings: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": settings}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        return self._until(lambda told: told.get("id") == self._number).get("result", {})

    def sized(self, width: int, height: int) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def open(self, path: Path | str) -> float:
        """Open a file; return how many seconds it took until the page's script had run."""
        begun = time.monotonic()
        self.call("Page.navigate", url=Path(path).resolve().as_uri())
        self._until(lambda told: told.get("method") == "Page.loadEventFired")
        return time.monotonic() - begun

    def ask(self, expression: str) -> Any:
        """Return the value of an expression in the page; what it throws is an error here."""
        result = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def press(self, key: str, code: int) -> None:
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                **text,
            )

    def picture(self, path: Path, *, whole: bool = False) -> None:
        content = self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(content))

    def printed(self) -> bytes:
        settings = {"preferCSSPageSize": True, "printBackground": False}
        return base64.b64decode(self.call("Page.printToPDF", **settings)["data"])

    def _until(self, found: Any) -> dict[str, Any]:
        ends = time.monotonic() + _PATIENCE
        while time.monotonic() < ends:
            while b"\0" not in self._held:
                more = os.read(self._in, 1 << 20)
                assert more, "the browser ended"
                self._held += more
            line, _, self._held = self._held.partition(b"\0")
            told = json.loads(line)
            self._noted(told)
            if found(told):
                return told
        raise TimeoutError("the browser does not answer")

    def _noted(self, told: dict[str, Any]) -> None:
        method, about = told.get("method"), told.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(about["exceptionDetails"])[:500])
        elif method == "Log.entryAdded":
            self.errors.append(str(about["entry"]["text"]))
        elif method == "Runtime.consoleAPICalled":
            self.errors.append(json.dumps(about["args"])[:500])
        elif method == "Network.requestWillBeSent":
            self.requests.append(about["request"]["url"])
