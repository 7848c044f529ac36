"""The first frame is on the screen before anything is imported that only the service needs."""

import subprocess
import sys

LATER = ("pydantic", "httpx", "starlette", "stamina", "sqlite3", "tomlkit", "keyring", "importlib.metadata", "email")


def test_the_screen_needs_no_library_of_the_backends() -> None:
    code = f"import sys, segtui.ui.app; print(*(set({LATER!r}) & sys.modules.keys()))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
