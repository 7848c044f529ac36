"""What is handed to workers stays with them: Textual would write all of it out, as what a worker is described by."""

import ast
from collections.abc import Iterator
from pathlib import Path

import segtui.ui

SOURCES = Path(segtui.ui.__file__).parent


def workers() -> Iterator[tuple[str, bool]]:
    """Where each worker is defined, and whether it is described."""
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for decorator in node.decorator_list:
                match decorator:
                    case ast.Name("work"):
                        yield f"{file.name}: {node.name}", False
                    case ast.Call(func=ast.Name("work"), keywords=words):
                        yield f"{file.name}: {node.name}", "description" in {word.arg for word in words}


def test_every_worker_is_described() -> None:
    found = dict(workers())
    assert "loading.py: lint_rules" in found
    assert [worker for worker, is_described in found.items() if not is_described] == []
