"""The domain is pure: importing it brings in nothing that talks, draws or parses for the wire."""

import json
import pkgutil
import subprocess
import sys

import segtui.domain

MODULES = sorted(module.name for module in pkgutil.iter_modules(segtui.domain.__path__, "segtui.domain."))

IMPORT_ALL = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""

IMPURE = {
    "pydantic",
    "httpx",
    "textual",
    "rich",
    "starlette",
    "stamina",
    "tomlkit",
    "platformdirs",
    "asyncio",
    "socket",
}


def test_importing_the_whole_domain_loads_nothing_impure() -> None:
    assert "segtui.domain.evaluation" in MODULES
    run = subprocess.run([sys.executable, "-c", IMPORT_ALL, *MODULES], capture_output=True, text=True, check=True)
    loaded = set(json.loads(run.stdout))
    assert "segtui" in loaded
    assert loaded & IMPURE == set()
