"""A terminal that can't write every character, or sends what is no text: the screen stays readable and doesn't end."""

import asyncio
import codecs
import io
import os
import selectors
import signal
import sys

from rich.cells import cell_len
from textual import events

# The parser has no public door; the tests in `test_poor_terminals` hold later versions of Textual to this.
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

_ERRORS = "segtui-stand-ins"

_READ_AT_ONCE = 4096
"""Bytes."""

_TICK_SECONDS = 0.1
"""How often is looked whether the escape key was pressed alone: nothing came behind it."""

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
    """Writes a stand-in for each character that the terminal's encoding lacks, and passes over what can't be read.

    Textual's own ends the program at the first byte that isn't UTF-8, as a terminal set to Latin-1 sends for an é, and
    at the first sequence that has the form of a key or a click and a number in it that neither can have.
    """

    def start_application_mode(self) -> None:
        """Take the terminal, and never fail to write on it.

        Textual's own draws on standard error, where nobody sees it when that goes into a file.
        """
        self._file = sys.__stdout__
        if isinstance(self._file, io.TextIOWrapper):
            self._file.reconfigure(errors=_ERRORS)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual declares no types here
        # Textual's own reads the size inside the signal. When the next signal comes just then, the former size is told
        # last, and the screen is drawn for a window that isn't there any more.
        loop = asyncio.get_running_loop()
        signal.signal(signal.SIGWINCH, lambda *_: loop.call_soon_threadsafe(self._tell_size))

    def _tell_size(self) -> None:
        size = Size(*self._get_terminal_size())
        if not self._in_band_window_resize:
            self._app.post_message(events.Resize(size, size))

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal again after it was given up, and only then.

        A line that is cut sends this signal too, together with SIGHUP. Textual's own driver then begins to read a
        second time and forgets the first reader, which never ends, and so neither does the program.
        """
        if self._must_signal_resume:
            super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read keys until the end."""
        decode = codecs.getincrementaldecoder("utf-8")("ignore").decode
        parser = XTermParser()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                text = ""
                if selector.select(_TICK_SECONDS):
                    came = os.read(self.fileno, _READ_AT_ONCE)
                    if not came:  # the terminal is gone
                        return
                    text = decode(came)
                try:
                    self._pass_on(parser, text)
                except (ValueError, ArithmeticError):
                    # A sequence that claims to be a key or a click and can't be one; what came behind it is lost.
                    parser = XTermParser()

    def _pass_on(self, parser: XTermParser, text: str) -> None:
        # An empty text would be the end.
        for message in parser.feed(text) if text else ():
            self.process_message(message)
        for message in parser.tick():
            self.process_message(message)
