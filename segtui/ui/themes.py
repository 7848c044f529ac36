"""The themes that come with segtui, one TOML file each."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from textual.theme import Theme

import segtui

DEFAULT_THEME = "segtui-dark"

_PACKAGE = Path(segtui.__file__).parent


def shipped_themes() -> Iterator[Theme]:
    """Every theme of the package; from a checkout, those beside it."""
    folder = _PACKAGE / "themes" if (_PACKAGE / "themes").is_dir() else _PACKAGE.parent / "themes"
    for file in sorted(folder.glob("*.toml")):
        yield Theme(name=file.stem, **tomllib.loads(file.read_text(encoding="utf-8")))
