"""Laws of changing a file that people write too, over generated files."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segtui.store.profile_book import ProfileBook
from segtui.store.profiles import Profile

NEW = Profile.checked({"service": "tiledesk", "base_url": "https://new.example", "auth": "jwt", "secret": "ask"})

NAMES = {"a": "a", "b.c": '"b.c"', "d": "d"}

VALUES = {
    "service": ['"tiledesk"', "'tiledesk'", '"tile\\u0064esk"', '"""tiledesk"""', '"""\\\n   tiledesk"""'],
    "base_url": ['"https://a.example"', "'https://a.example/'"],
    "auth": ['"jwt"', "'jwt'"],
    "secret": ['"ask"', "'command:pass \"a b\"'"],
    "environment": ['"DEV"', "'DEV'"],
    "read_only": ["true", "false"],
}

comments = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=8).map(lambda text: f"# {text}")
gaps = st.lists(st.one_of(st.just(""), st.just("  "), comments), max_size=2)
spaces = st.sampled_from(["", " ", "  "])
endings = st.one_of(st.just(""), comments.map(lambda text: f"  {text}"))


@dataclass(frozen=True)
class Line:
    gap: list[str]
    """Empty lines and comments above."""
    start: str
    """The key and its sign; nothing for a key that is gone."""
    value: str
    end: str

    def text(self) -> list[str]:
        return [*self.gap, f"{self.start}{self.value}{self.end}"] if self.start else self.gap


@dataclass(frozen=True)
class Table:
    header: str
    keys: dict[str, Line]

    def text(self) -> list[str]:
        return [self.header, *(line for key in self.keys.values() for line in key.text())]


@dataclass(frozen=True)
class File:
    tables: dict[str, Table]
    gaps: list[list[str]]
    """Before, between and behind the tables."""
    newline: str

    def text(self) -> str:
        lines = list(self.gaps[0])
        for table, gap in zip(self.tables.values(), self.gaps[1:], strict=True):
            lines += [*table.text(), *gap]
        return self.joined(lines)

    def joined(self, lines: list[str]) -> str:
        return "".join(f"{line}{self.newline}" for line in "\n".join(lines).split("\n")) if lines else ""

    def with_table(self, name: str, keys: dict[str, Line]) -> "File":
        return replace(self, tables={**self.tables, name: replace(self.tables[name], keys=keys)})


@st.composite
def lines_of(draw: st.DrawFn, key: str) -> Line:
    start = f"{draw(spaces)}{key}{draw(spaces)}={draw(spaces)}"
    return Line(draw(gaps), start, draw(st.sampled_from(VALUES[key])), draw(endings))


@st.composite
def tables(draw: st.DrawFn, name: str) -> Table:
    keys = draw(st.permutations(sorted(VALUES)))
    if draw(st.booleans()):
        keys.remove("environment")
    header = f"{draw(spaces)}[{draw(spaces)}profiles.{NAMES[name]}{draw(spaces)}]{draw(endings)}"
    return Table(header, {key: draw(lines_of(key)) for key in keys})


files = st.builds(
    File,
    tables=st.fixed_dictionaries({name: tables(name) for name in NAMES}),
    gaps=st.lists(gaps, min_size=4, max_size=4),
    newline=st.sampled_from(["\n", "\r\n"]),
)
names = st.sampled_from(list(NAMES))


@contextmanager
def book_of(file: File) -> Iterator[ProfileBook]:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "profiles.toml"
        path.write_bytes(file.text().encode())
        book = ProfileBook.load(path)
        assert list(book.profiles) == list(file.tables)
        yield book


def written(book: ProfileBook) -> str:
    return book.file.read_bytes().decode()


@settings(max_examples=60)
@given(files, names)
def test_an_edit_changes_one_value_and_no_other_byte(file: File, name: str) -> None:
    keys = file.tables[name].keys
    header = file.tables[name].header
    indent = header[: len(header) - len(header.lstrip())]
    added = Line([], f"{indent}environment = ", '"PROD"', "")
    changed = replace(keys["environment"], value='"PROD"') if "environment" in keys else added
    with book_of(file) as book:
        after = book.edit(name, {"environment": "PROD"})
        assert written(book) == file.with_table(name, {**keys, "environment": changed}).text()
        assert after.get(name).environment == "PROD"


@settings(max_examples=60)
@given(files, names)
def test_removing_a_key_removes_its_line_and_no_other_byte(file: File, name: str) -> None:
    keys = file.tables[name].keys
    gone = replace(keys["read_only"], start="")
    with book_of(file) as book:
        after = book.edit(name, {"read_only": None})
        assert written(book) == file.with_table(name, {**keys, "read_only": gone}).text()
        assert after.get(name).read_only


@settings(max_examples=60)
@given(files)
def test_a_new_profile_leaves_all_that_was_there_and_goes_again_without_a_trace(file: File) -> None:
    with book_of(file) as book:
        after = book.add("new", NEW)
        assert written(book).startswith(file.text())
        assert after.get("new") == NEW
        after.remove("new")
        assert written(book) == file.text()


@settings(max_examples=60)
@given(files, names)
def test_removing_a_profile_removes_its_table_and_at_most_one_empty_line(file: File, name: str) -> None:
    place = list(file.tables).index(name)
    others = [[], *(table.text() for table in file.tables.values())]
    blocks = [[*table, *gap] for table, gap in zip(others, file.gaps, strict=True)]
    before = [line for block in blocks[: place + 1] for line in block]
    behind = [*file.gaps[place + 1], *(line for block in blocks[place + 2 :] for line in block)]
    if before and not before[-1].strip():
        del before[-1]
    elif not before and behind and not behind[0].strip():
        del behind[0]
    with book_of(file) as book:
        after = book.remove(name)
        assert written(book) == file.joined([*before, *behind])
        assert list(after.profiles) == [other for other in file.tables if other != name]


def test_the_generated_files_can_tell_a_difference() -> None:
    line = Line(["# above"], "environment = ", "'DEV'", "  # behind")
    file = File({name: Table(f"[profiles.{NAMES[name]}]", {"environment": line}) for name in NAMES}, [[]] * 4, "\n")
    changed = file.with_table("a", {"environment": replace(line, value='"PROD"')})
    assert changed.text().startswith('[profiles.a]\n# above\nenvironment = "PROD"  # behind\n[profiles."b.c"]')
    with pytest.raises(AssertionError):
        assert changed.text() == file.text()
