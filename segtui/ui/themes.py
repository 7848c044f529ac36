"""Where themes are: those that come with segtui, and people's own; one TOML file each."""

import os
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from rich.console import Console
from textual.theme import Theme

import segtui
from segtui.domain.text import printable
from segtui.store.private_files import file_trouble
from segtui.ui.theme_file import ThemeFile

DEFAULT_THEME = "segtui-dark"
SIXTEEN_COLOURS = "16-colours"
MONOCHROME = "monochrome"

_PACKAGE = Path(segtui.__file__).parent
_SHIPPED = _PACKAGE / "themes" if (_PACKAGE / "themes").is_dir() else _PACKAGE.parent / "themes"
"""In the package; from a checkout, beside it."""


class Colours(Enum):
    """How many colours can be shown, and may be."""

    NONE = MONOCHROME
    SIXTEEN = SIXTEEN_COLOURS
    MANY = DEFAULT_THEME

    @property
    def default_theme(self) -> str:
        """What is shown to somebody who hasn't chosen."""
        return self.value

    @classmethod
    def of_terminal(cls, environment: Mapping[str, str] = os.environ) -> "Colours":
        """What the environment says of the terminal; with `NO_COLOR` in it, somebody wants none (no-color.org)."""
        if environment.get("NO_COLOR"):
            return cls.NONE
        console = Console(force_terminal=True, _environ=environment)
        return {None: cls.NONE, "standard": cls.SIXTEEN}.get(console.color_system, cls.MANY)


def is_colourless(theme: Theme) -> bool:
    """Whether all colours of a theme are the terminal's own two."""
    colours = (theme.primary, *(token for key, token in theme.variables.items() if not key.endswith("-style")))
    return theme.ansi and set(colours) == {"ansi_default"}


class Themes:
    """All themes that can be chosen.

    Args:
        own_dir: Where people put their own; None where there is no such place.
    """

    def __init__(self, own_dir: Path | None) -> None:
        self.own_dir = own_dir

    def shipped(self, name: str) -> Theme:
        """A theme that comes with segtui.

        Raises:
            LookupError: None of that name does.
        """
        found = ThemeFile.read(_SHIPPED / f"{name}.toml")
        if found.theme is None:
            raise LookupError(found.mistakes)
        return found.theme

    def get(self, name: str) -> ThemeFile | None:
        """The theme of that name, or what is wrong with it; None when there is none."""
        files = (*_theme_files(_SHIPPED), *_theme_files(self.own_dir))
        return next((ThemeFile.read(file) for file in files if file.stem == name), None)

    def all(self) -> list[ThemeFile]:
        """Every theme, those that come with segtui first; of people's own also those with mistakes."""
        shipped = [ThemeFile.read(file) for file in _theme_files(_SHIPPED)]
        taken = {one.name for one in shipped}
        own = [ThemeFile.read(file) for file in _theme_files(self.own_dir)]
        told = "A theme of this name comes with segtui; give the file another name."
        return [*shipped, *(ThemeFile(one.file, None, (told,)) if one.name in taken else one for one in own)]

    def owns(self, one: ThemeFile) -> bool:
        """Whether it is one of people's own."""
        return one.file.parent == self.own_dir

    @property
    def trouble(self) -> str:
        """Why people's own themes can't be looked for; empty when they can."""
        try:
            if self.own_dir is not None and self.own_dir.exists():
                next(self.own_dir.iterdir(), None)
        except OSError as error:
            return printable(file_trouble(error, self.own_dir or Path(), "read").message)
        return ""


def _theme_files(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("*.toml")) if folder is not None else []
