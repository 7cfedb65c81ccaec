"""A LibreOffice without a window, for the tests that need one. No test itself."""

import contextlib
import pathlib
import subprocess
import time
from collections.abc import Iterator

import uno

PATIENCE = 60


@contextlib.contextmanager
def running(profile: pathlib.Path) -> Iterator:
    """The component context of an office of its own, which is ended afterwards."""
    pipe = f"shenjiao{time.time_ns()}"
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp;"]
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        context = connect(pipe)
        yield context
        with contextlib.suppress(Exception):  # It is gone before it answers.
            context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
    finally:
        try:
            office.wait(timeout=20)
        except subprocess.TimeoutExpired:
            office.kill()


def connect(pipe: str):
    """The component context of the office, once it is there."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
