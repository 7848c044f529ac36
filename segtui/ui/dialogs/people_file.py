"""What dialogs share that take people from a file: its path, its columns, the first people, and what comes of it."""

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.screen import ScreenResultType
from textual.widgets import Input

from segtui.domain.errors import SegtuiError
from segtui.domain.text import printable, quoted
from segtui.ui.dialogs.base import LINES_OF_FRAME, Dialog, Labelled
from segtui.ui.widgets.announcement import Announcement
from segtui.ui.widgets.path_input import PathInput
from segtui.ui.widgets.plain import PlainText
from segtui.ui.widgets.table import Table
from segtui.workspace.file_text import read_file
from segtui.workspace.people_files import Sheet

_MOST_COLUMNS, _FEWEST_COLUMNS, _FIRST_PEOPLE = 10, 2, 3
_LINES_AROUND = 1 + 2 + 1 + 1 + _FIRST_PEOPLE + 4
"""The path, how it was read, the titles of two tables, the first people, and what comes of it."""


class PeopleFileDialog(Dialog[ScreenResultType]):
    """Reads a file; whoever takes it says what becomes of its columns and who that is."""

    NOT_READ: ClassVar[str] = "enter reads the file: CSV or JSON, a row for each person."
    PLACEHOLDER: ClassVar[str] = "people.csv"

    CSS_PATH = "people_file.tcss"

    class FileRead(Announcement):
        """A file has been read."""

        typed: str
        """The path that was asked for."""
        sheet: Sheet

    class FileFailed(Announcement):
        """Something can't be used."""

        error: SegtuiError

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._asked = ""
        """The path of the file that is being read, or was; empty when another one is being typed."""
        self.sheet: Sheet | None = None
        """The file as it was read; None while it isn't."""

    def read(self, content: bytes, name: str) -> Sheet:
        """Read the rows of a file; called in a thread.

        Raises:
            UnusableFile: It can't be read.
        """
        raise NotImplementedError

    def take_sheet(self, sheet: Sheet) -> None:
        """Take a file that has been read."""
        raise NotImplementedError

    def forget_sheet(self) -> None:
        """Forget what was found in a file that isn't the one any more that is named."""
        raise NotImplementedError

    def content(self) -> ComposeResult:
        """The path, the columns, the first people, and what comes of it."""
        yield Labelled("File", PathInput(placeholder=self.PLACEHOLDER))
        yield PlainText(self.NOT_READ, id="read-as")
        yield Table(show_header=True, id="mapping")
        yield Table(show_header=True, empty_text="Nobody can be taken.", id="first-people")
        yield PlainText("", id="sums")

    def on_mount(self) -> None:
        """Begin with the path."""
        self.query_one(PathInput).focus()
        for table in self.query(Table):
            table.display = False

    def on_resize(self) -> None:
        """Show as many columns as leave the keys in sight."""
        room = self.app.size.height - LINES_OF_FRAME - _LINES_AROUND
        columns = len(self.sheet.columns) if self.sheet is not None else 0
        rows = max(_FEWEST_COLUMNS, min(columns, _MOST_COLUMNS, room))
        self.query_one("#mapping").styles.height = 1 + rows
        self.query_one("#first-people").styles.height = 1 + _FIRST_PEOPLE

    @on(Input.Changed)
    def _forget_another_file(self, event: Input.Changed) -> None:
        """Show nobody of a file that isn't the one that is named."""
        event.stop()
        if self._asked and event.value.strip() != self._asked:
            self._forget()

    def _forget(self) -> None:
        self.workers.cancel_group(self, "import")
        self._asked, self.sheet = "", None
        self.forget_sheet()
        for table in self.query(Table):
            table.display = False
        self.query_one("#read-as", PlainText).update(self.NOT_READ)
        self.note("")
        self.say("")

    @on(Input.Submitted)
    def _begin(self, event: Input.Submitted) -> None:
        event.stop()
        self._read_named()

    def _read_named(self) -> None:
        """Read the file that is named, if there is any."""
        if typed := self.query_one(PathInput).value.strip():
            self._forget()
            self._asked = typed
            self.note("reading the file… esc stops")
            self._read_file(typed)

    @work(exclusive=True, group="import", name="import", description="read a file of people")
    async def _read_file(self, typed: str) -> None:
        def read() -> Sheet:
            path = Path(typed)
            try:
                path = path.expanduser()
            except RuntimeError:  # a user who isn't there: then it is no more than a name that isn't found
                path = Path(typed)
            return self.read(read_file(path), quoted(path.name or typed))

        try:
            self.post_message(self.FileRead(typed, await asyncio.to_thread(read)))
        except SegtuiError as error:
            self.post_message(self.FileFailed(error))

    @on(FileRead)
    def _take_file(self, event: FileRead) -> None:
        event.stop()
        if event.typed != self._asked:
            return
        self.sheet = sheet = event.sheet
        read_as = " ".join((f"Read as {sheet.read_as}.", *sheet.remarks))
        self.query_one("#read-as", PlainText).update(printable(read_as))
        for table in self.query(Table):
            table.display = True
        self.on_resize()
        self.query_one("#mapping").focus()
        self.take_sheet(sheet)

    @on(FileFailed)
    def _take_failure(self, event: FileFailed) -> None:
        event.stop()
        self.note("")
        self.say(f"✗ {event.error.message} {event.error.hint}".rstrip())

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read or looked at."""
        running = [one for one in self.workers if not (one.is_finished or one.is_cancelled)]
        return any(one.group == "import" for one in running)

    def say_why_nobody(self, reason: str = "") -> None:
        """Say why it isn't known who is taken; where a file is named that nobody has read yet, read it.

        Args:
            reason: Why it can't be told of a file that was read, and what to do; empty when it was only stopped.
        """
        if self.is_busy:
            self.say("Not yet: the file is still being looked at. esc stops.")
        elif self.sheet is None:
            self.say(f"✗ {self.NOT_READ}")
            self._read_named()
        elif reason:
            self.say(f"✗ {reason}")
        else:
            self.say("✗ The rows weren't looked at to the end. enter at the path reads the file again.")

    def say(self, text: str) -> None:
        """Say what comes of it."""
        self.query_one("#sums", PlainText).update(text)

    def action_leave(self) -> None:
        """Stop what runs, or go back without an answer, asking first if something would be lost with it."""
        if self.is_busy:
            self.workers.cancel_group(self, "import")
            self.note("stopped")
        else:
            super().action_leave()
