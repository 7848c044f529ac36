"""The floors: who may import whom, as pyproject.toml says, and what stands on each, as its package says."""

import ast
import re
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]


def test_every_import_contract_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_packages_tell_only_of_modules_that_they_have() -> None:
    for package in (ROOT / "segtui").rglob("__init__.py"):
        told = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
        there = {path.stem for path in package.parent.iterdir()}
        assert set(re.findall(r"`([a-z]\w*)`", told)) <= there, package
