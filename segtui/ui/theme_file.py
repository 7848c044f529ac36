"""A theme as a file that people write: read, and every mistake in it named with its line and key."""

import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from textual._color_constants import COLOR_NAME_TO_RGB
from textual.color import Color, ColorParseError
from textual.theme import Theme

from segtui.domain.record import record
from segtui.domain.text import printable, quoted
from segtui.store.errors import FileTrouble, did_you_mean, sentence
from segtui.store.private_files import file_trouble, read_private
from segtui.store.toml_text import SoundPart, read_toml

NEEDED = ("primary", "foreground", "background", "surface", "panel")
"""Colours that a theme can't be without."""

COLOURS = (*NEEDED, "secondary", "accent", "warning", "error", "success")
FLAGS = ("dark", "ansi")
VARIABLES = "variables"
"""The table for `TOKENS`."""

TEXT_TOKENS = (
    "text-muted",
    "text-success",
    "text-warning",
    "text-error",
    "footer-key-foreground",
    "footer-description-foreground",
    "block-cursor-foreground",
    "block-cursor-blurred-foreground",
    "input-selection-foreground",
)
"""Colours of texts: these may also be `auto`, black or white as the background wants it, or a part of that."""

OTHER_TOKENS = (
    "border",
    "border-blurred",
    "footer-background",
    "block-cursor-background",
    "block-cursor-blurred-background",
    "input-selection-background",
    "scrollbar",
    "scrollbar-background",
)
STYLE_TOKENS = ("block-cursor-text-style", "block-cursor-blurred-text-style")
TOKENS = (*TEXT_TOKENS, *OTHER_TOKENS, *STYLE_TOKENS)
"""What the screens are drawn with, beside the colours above; all have a default that is made of those."""

_UNDEFINED_IN_ANSI = {
    "ansi-background": "background",
    "ansi-foreground": "foreground",
    "surface-active": "surface",
    "foreground-disabled": "foreground",
}
"""Tokens that Textual's own styles speak of and that it leaves undefined in themes of ANSI colours."""

_STYLES = ("none", "bold", "dim", "italic", "underline", "reverse", "strike")
_AUTO = re.compile(r"auto(?: (?:[1-9]?\d|100)%)?")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_LARGEST = 64 * 1024
"""Bytes; a theme has about one thousand."""
_MOST = 20
"""Mistakes of a part that are looked up: finding the line of one takes a millisecond, and a file may be anything."""


@record
class ThemeFile:
    """What was found in a file."""

    file: Path
    theme: Theme | None
    """None when it has mistakes."""
    mistakes: Sequence[str] = ()
    """Each as a sentence that begins with line and key; all of them, as far as anybody would read. Clean."""
    about: str = ""
    """What the comment at its beginning says of it."""

    @property
    def name(self) -> str:
        """What the theme is called."""
        return self.file.stem

    @classmethod
    def read(cls, file: Path) -> "ThemeFile":
        """Read a theme; what goes wrong is among the mistakes."""
        if not _NAME.fullmatch(file.stem):
            return cls(file, None, ("A theme's name is made of letters without accents, digits, '-' and '_'.",))
        try:
            text = _content(file)
        except FileTrouble as trouble:
            return cls(file, None, (printable(f"{trouble.message} {trouble.hint}".rstrip()),))
        sound, broken = read_toml(text)
        mistakes = [(one.line, one.key, one.message) for one in broken]
        for part in sound:
            mistakes += ((part.lines_of(*path)[0], path[-1], what) for path, what in islice(_mistakes_in(part), _MOST))
        if not mistakes:
            values = sound[0].values
            mistakes = [(1, key, "a theme needs this colour") for key in NEEDED if key not in values]
        if mistakes:
            return cls(file, None, tuple(_told(*mistake) for mistake in sorted(mistakes)))
        return cls(file, _theme(file.stem, sound[0].values), about=" ".join(_opening_comment(text)))


def _content(file: Path) -> str:
    """The text of a file.

    Raises:
        FileTrouble: It isn't there, can't be read, or can't be a theme. A pipe would be waited for without end.
    """
    try:
        facts = file.stat()
    except FileNotFoundError:
        raise FileTrouble(f"{file} isn't there.") from None
    except OSError as error:
        raise file_trouble(error, file, "read") from error
    if not stat.S_ISREG(facts.st_mode):
        raise FileTrouble(f"{file} isn't a file that can be read.")
    if facts.st_size > _LARGEST:
        raise FileTrouble(f"{file} is too large for a theme.")
    return read_private(file) or ""


def _opening_comment(text: str) -> Iterator[str]:
    for line in takewhile(lambda line: line.startswith("#"), text.splitlines()):
        yield printable(line.lstrip("#").strip())


def _told(line: int, key: str, what: str) -> str:
    return printable(sentence(f"Line {line}{', ' if key else ''}{key}: {what}"))


def _theme(name: str, values: Mapping[str, Any]) -> Theme:
    colours = {key: values[key] for key in COLOURS if key in values}
    variables = dict(values.get(VARIABLES, {}))
    is_ansi = values.get("ansi", False)
    if is_ansi:
        # Textual puts the terminal's own in place of most colours of such a theme; what stands in the file counts.
        stand_in = {token: colours[colour] for token, colour in _UNDEFINED_IN_ANSI.items()}
        variables = {**stand_in, **colours, **variables}
    return Theme(name=name, dark=values.get("dark", True), ansi=is_ansi, variables=variables, **colours)


def _mistakes_in(part: SoundPart) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is wrong with the keys and values of a part, each with its path."""
    ansi = part.values.get("ansi") is True
    for key, value in part.values.items():
        if key == VARIABLES and isinstance(value, Mapping):
            for token, wanted in value.items():
                if what := _token_mistake(token, wanted, ansi=ansi):
                    yield (VARIABLES, token), what
        elif what := _key_mistake(key, value, ansi=ansi):
            yield (key,), what


def _key_mistake(key: str, value: object, *, ansi: bool) -> str:
    if key == VARIABLES:
        return f"this is the table [{VARIABLES}]"
    if key in FLAGS:
        return "" if isinstance(value, bool) else "this is true or false, without quotes"
    if key in COLOURS:
        return _colour_mistake(value, ansi=ansi)
    if key in TOKENS:
        return f"this belongs below [{VARIABLES}]"
    return f"nothing of that name belongs here{did_you_mean(key, (*COLOURS, *FLAGS, VARIABLES, *TOKENS))}"


def _token_mistake(token: str, value: object, *, ansi: bool) -> str:
    if token in STYLE_TOKENS:
        words = value.split() if isinstance(value, str) else []
        wrong = [word for word in words if word not in _STYLES]
        if words and not wrong:
            return ""
        return f"this is one or more of {', '.join(_STYLES)}{did_you_mean(wrong[0], _STYLES) if wrong else ''}"
    if token in TEXT_TOKENS and isinstance(value, str) and _AUTO.fullmatch(value):
        return "" if not ansi else "it isn't known how light the terminal's colours are; name one of them, not auto"
    if token in (*TEXT_TOKENS, *OTHER_TOKENS):
        return _colour_mistake(value, ansi=ansi)
    if token in (*COLOURS, *FLAGS):
        return f"this belongs above [{VARIABLES}]"
    return f"nothing of that name belongs here{did_you_mean(token, TOKENS)}"


def _colour_mistake(value: object, *, ansi: bool) -> str:
    if not isinstance(value, str):
        return 'a colour stands in quotes, such as "#7fb4ca"'
    try:
        colour = Color.parse(value)
    except ColorParseError:
        names = [name for name in COLOR_NAME_TO_RGB if name.startswith("ansi_") == ansi]
        form = "as ansi_default, ansi_red, ansi_bright_red and so on" if ansi else "#rrggbb or a name"
        return f"{quoted(value)} isn't a colour; it is written {form}{did_you_mean(value, names)}"
    if ansi and colour.ansi is None:
        return f"{quoted(value)} isn't one of the terminal's own colours, and with `ansi = true` all are"
    if not ansi and colour.ansi is not None:
        return f"{quoted(value)} is one of the terminal's own colours; they go with `ansi = true` and no others"
    return "" if colour.a == 1 else f"{quoted(value)} can be seen through; what would be behind it isn't known"
