"""A terminal that can't write every character, or sends what is no text: the screen stays readable and doesn't end."""

import codecs
import io
import sys

from rich.cells import cell_len
from textual.drivers.linux_driver import LinuxDriver

_ERRORS = "segtui-stand-ins"

_STAND_INS = {
    **dict.fromkeys(map(chr, range(0x2500, 0x2580)), "+"),
    **dict.fromkeys(map(chr, range(0x2580, 0x25A0)), "#"),
    **dict.fromkeys("─━╌╍┄┅┈┉═╴╶╸╺", "-"),
    **dict.fromkeys("│┃╎╏┆┇┊┋║╵╷╹╻▌▐▏▕▎▍", "|"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}", "'"),
    **dict.fromkeys("\N{EN DASH}—\N{MINUS SIGN}", "-"),
    **dict.fromkeys("…·•", "."),
    **dict.fromkeys("→▸▶", ">"),
    **dict.fromkeys("✗✘\N{MULTIPLICATION SIGN}", "x"),
    **dict.fromkeys("✓✔▾▼↓", "v"),
    **dict.fromkeys("▴▲↑", "^"),
    "●": "*",
    "○": "o",
    "⚠": "!",
    "≈": "~",
    "≥": ">",
    "\N{NO-BREAK SPACE}": " ",
}
"""What the screen itself draws. Letters have none: a name without its accents would read as another name."""


def _stand_ins(error: UnicodeError) -> tuple[str, int]:
    """Give as many cells as the characters would have taken, or all that is to their right would move."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_STAND_INS.get(one) or "?" * cell_len(one) for one in lacking), error.end


codecs.register_error(_ERRORS, _stand_ins)


class TolerantDriver(LinuxDriver):
    """Writes a stand-in for each character that the terminal's encoding lacks, and passes over bytes that are no text.

    Textual's own ends the program at the first byte that isn't UTF-8, as a terminal set to Latin-1 sends for an é.
    """

    def start_application_mode(self) -> None:
        """Take the terminal, and never fail to write on it.

        Textual's own draws on standard error, where nobody sees it when that goes into a file.
        """
        self._file = sys.__stdout__
        if isinstance(self._file, io.TextIOWrapper):
            self._file.reconfigure(errors=_ERRORS)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual declares no types here

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal again after it was given up, and only then.

        A line that is cut sends this signal too, together with SIGHUP. Textual's own driver then begins to read a
        second time and forgets the first reader, which never ends, and so neither does the program.
        """
        if self._must_signal_resume:
            super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read keys until the end; what was read together with bytes that are no text is lost."""
        while not self.exit_event.is_set():
            try:
                super().run_input_thread()
            except UnicodeDecodeError:
                continue
