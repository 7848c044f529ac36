import csv
import io
import json
import os
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from segtui.store.errors import FileTrouble
from segtui.workspace.file_text import UnusableFile, decoded, read_file
from segtui.workspace.people_csv import as_typed, csv_text, harmless
from segtui.workspace.people_files import MOST_ROWS, SEPARATORS, bad_rows_csv, find_separator, read_sheet, row_words

HEADER = "email;first name;città"
TEXT = f"{HEADER}\r\nada@example.com;Ada;Roma\r\nzoë@example.com;Zoë;Forlì\r\n"


@pytest.mark.parametrize(
    ("encoding", "mark", "title"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8-sig", b"", "UTF-8"),
        ("utf-16", b"", "UTF-16"),
        ("utf-16-le", b"", "UTF-16"),
        ("utf-16-be", b"", "UTF-16"),
        ("utf-16-be", b"\xfe\xff", "UTF-16"),
        ("utf-32", b"", "UTF-32"),
        ("cp1252", b"", "Windows-1252"),
        ("latin-1", b"", "Windows-1252"),
    ],
)
def test_every_usual_encoding_gives_the_same_rows(encoding: str, mark: bytes, title: str) -> None:
    sheet = read_sheet(mark + TEXT.encode(encoding))
    assert sheet.columns == ("email", "first name", "città")
    assert [row.cells for row in sheet.rows] == [
        ("ada@example.com", "Ada", "Roma"),
        ("zoë@example.com", "Zoë", "Forlì"),
    ]
    assert [row.line for row in sheet.rows] == [2, 3]
    assert sheet.read_as == f"{title}, separated by semicolons"
    assert bool(sheet.remarks) is (title == "Windows-1252")


def test_bytes_that_windows_lacks_are_latin_1() -> None:
    assert decoded(b"a\x81\xe9") == decoded("a\x81é".encode("latin-1"))
    assert decoded(b"a\x81\xe9").encoding == "Latin-1"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_told_by_the_rows(separator: str) -> None:
    lines = [("email", "name", "note"), ("a@x.org", "A; B | C", '"1,5"'), ("b@x.org", "B", "")]
    text = "\n".join(separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line) for line in lines)
    assert find_separator(text) == separator
    assert [row.cells for row in read_sheet(text.encode()).rows] == lines[1:]


def test_one_column_needs_no_separator() -> None:
    sheet = read_sheet(b"email\na@x.org\n\n  \nb@x.org")
    assert [(row.line, row.cells) for row in sheet.rows] == [(2, ("a@x.org",)), (5, ("b@x.org",))]
    assert sheet.read_as == "UTF-8, one column"


@pytest.mark.parametrize("said", ["sep=|", "SEP=|\r"])
def test_a_line_for_excel_says_the_separator(said: str) -> None:
    sheet = read_sheet(f"{said}\nemail|a,b,c\na@x.org|1,2,3".encode())
    assert sheet.columns == ("email", "a,b,c")
    assert sheet.rows[0].line == 3


BAD_ROWS = [
    ("a@x.org;Ada", 2, "It has 2 cells, and there are 3 columns."),
    ("a@x.org;Ada;Rome;more", 2, "It has 4 cells, and there are 3 columns."),
    ('"a@x.org;Ada;Rome', 2, "A quote that begins a cell here is never closed."),
    ('"a"@x.org;Ada;Rome', 2, "Behind the closing quote of a cell there is something else"),
    (f"a@x.org;{'x' * 200_000};Rome", 2, "It can't be read: field larger than field limit"),
]


@pytest.mark.parametrize(("line", "number", "reason"), BAD_ROWS)
def test_a_row_that_cannot_be_read_takes_no_other_along(line: str, number: int, reason: str) -> None:
    sheet = read_sheet(f"{HEADER}\n{line}\nb@x.org;Bea;Bari\n".encode())
    assert [(row.line, row.cells[0]) for row in sheet.rows] == [(3, "b@x.org")]
    assert [one.line for one in sheet.bad] == [number]
    assert sheet.bad[0].reason.startswith(reason)
    assert row_words(sheet.bad[0]).startswith(f"line {number}: {reason}")


def test_empty_cells_behind_the_last_column_do_no_harm() -> None:
    assert [row.cells for row in read_sheet(b"a,b\n1,2,,\n3,4,").rows] == [("1", "2"), ("3", "4")]


def test_cells_may_have_several_lines_and_the_next_row_knows_its_own() -> None:
    sheet = read_sheet(b'a,b\n"1\n\n2",x\n3,4\n')
    assert [(row.line, row.cells) for row in sheet.rows] == [(2, ("1\n\n2", "x")), (5, ("3", "4"))]


UNUSABLE = [
    (b"", "is empty"),
    (b"\xef\xbb\xbf \r\n", "is empty"),
    (b"email,name\n", "holds nobody"),
    (b"[]", "holds nobody"),
    (b"PK\x03\x04rest", "is a spreadsheet"),
    (b"\xff\xfea\x00\x00\xd8", "begins as UTF-16 and can't be read"),
    (b"email\n\x00\x01\x02", "is no text: there is a zero byte in line 2"),
    (b"email\n" + b"a\n" * (MOST_ROWS + 1), "has more than 10,000 rows"),
    (b"[" + b'{"email":"a"},' * MOST_ROWS + b"{}]", "has more than 10,000 rows"),
    (b",".join(b"c%d" % i for i in range(300)) + b"\nx", "has more than 200 columns"),
    (b'{"people": []}', "There is no list of people"),
    (b'{"persons": {}}', "There is no list of people"),
    (b"[" * 100_000, "is nested too deeply"),
    (b'"email,name\na,b', "The names of The file's columns, in line 1, can't be read"),
]


@pytest.mark.parametrize(("content", "told"), UNUSABLE, ids=[told for _, told in UNUSABLE])
def test_what_is_no_file_of_people_is_refused_as_a_whole(content: bytes, told: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        read_sheet(content)
    assert told in caught.value.message


def test_a_semicolon_in_place_of_a_colon_is_told_with_its_line() -> None:
    document = '{\n  "name": "Weekly",\n  "TagId"; "string",\n  "persons": []\n}'
    with pytest.raises(UnusableFile) as caught:
        read_sheet(document.encode(), "body.json")
    assert caught.value.message == "body.json is no JSON: in line 3, column 10, a colon is missing behind a name."
    assert '"TagId"; "string"' in caught.value.hint


def test_json_with_a_person_on_each_line_is_told_how_they_become_a_list() -> None:
    with pytest.raises(UnusableFile, match=r"in line 2, column 1, there is something behind the end") as caught:
        read_sheet(b'{"email": "a@x.org"}\n{"email": "b@x.org"}')
    assert caught.value.hint.startswith("Several people are a list: put [ before the first")


def test_json_gives_texts_with_numbers_as_they_are_written() -> None:
    document = """{"name": "Weekly", "persons": [
      {"phone": 573001112233, "score": 1.50, "vip": true, "lastName": null,
       "substitutionTags": [{"tag": "city", "value": "Rome"}, {"tag": "none", "value": null}]},

      {"email": "b@x.org"}]}"""
    sheet = read_sheet(document.encode())
    assert sheet.columns == ("phone", "score", "vip", "tags.city", "tags.none", "email")
    assert sheet.rows[0].cells == ("573001112233", "1.50", "true", "Rome", "", "")
    assert [row.line for row in sheet.rows] == [2, 5]
    assert sheet.remarks == ("Only the people were taken; left out: “name”.",)


BAD_PEOPLE = [
    ('"Ada"', "It is a text where a person is expected."),
    ("[]", "It is a list where a person is expected."),
    ('{"a": {"b": 1}}', "“a” is an object where a text is expected."),
    ('{"a": "1", "a": "2"}', "“a” stands in it more than once."),
    ('{"substitutionTags": {"city": "Rome"}}', "“substitutionTags” is an object where a list is expected."),
    ('{"substitutionTags": [{"tag": ""}]}', "Each of “substitutionTags” must be"),
    (
        '{"substitutionTags": [{"tag": "c", "value": "1"}, {"tag": "c", "value": "2"}]}',
        "The tag “c” has two values.",
    ),
    ('{"a": NaN}', "“a” is a number where a text is expected."),
]


@pytest.mark.parametrize(("person", "reason"), BAD_PEOPLE)
def test_people_of_another_shape_are_kept_out(person: str, reason: str) -> None:
    sheet = read_sheet(f'[\n{{"email": "a@x.org"}},\n{person}\n]'.encode())
    assert len(sheet.rows) == 1
    assert [(one.line, one.reason.startswith(reason)) for one in sheet.bad] == [(3, True)]


def test_files_that_are_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place, told in (
        (tmp_path, "is a folder, not a file"),
        (tmp_path / "pipe", "is a device or a pipe"),
        (Path("/dev/null"), "is a device or a pipe"),
        (tmp_path / "nothing", "There is no file"),
        (Path("nul\0l"), "can't be the name of a file"),
    ):
        with pytest.raises(UnusableFile) as caught:
            read_file(place)
        assert told in caught.value.message


def test_a_large_file_is_refused_without_being_read(tmp_path: Path) -> None:
    place = tmp_path / "large.csv"
    with place.open("wb") as file:
        file.truncate(10**12)  # a hole: it takes no room, and reading it would take for ever
    with pytest.raises(UnusableFile) as caught:
        read_file(place)
    assert "is larger than 5 MB" in caught.value.message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    place = tmp_path / "secret.csv"
    place.write_text("email\n")
    place.chmod(0)
    with pytest.raises(FileTrouble) as caught:
        read_file(place)
    assert "the system doesn't let you" in caught.value.message


def test_a_million_rows_are_refused_early() -> None:
    content = b"email\n" + b"a@\n" * 1_000_000
    begun = time.process_time()
    with pytest.raises(UnusableFile):
        read_sheet(content)
    assert time.process_time() - begun < 5


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
SIGNS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
FORMULAS = (*SIGNS, "\t", "\r", "\n")


@given(CELLS | st.tuples(st.sampled_from(FORMULAS), CELLS).map("".join))
def test_a_cell_for_a_spreadsheet_reads_back(cell: str) -> None:
    assert as_typed(harmless(cell)) == cell
    assert not harmless(cell).startswith(FORMULAS)


ROWS = st.integers(2, 4).flatmap(lambda n: st.lists(st.tuples(*[CELLS] * n), min_size=1, max_size=6))


@given(ROWS.filter(lambda rows: any(cell.strip() for row in rows for cell in row)), st.sampled_from(list(SEPARATORS)))
@example([("a;b,c\td|e", ",,,,;;;;\t\t\t"), ("=1;2", '"\'=;,"')], ";")
def test_written_csv_reads_back(rows: list[tuple[str, ...]], separator: str) -> None:
    columns = tuple(f"column {place}" for place in range(len(rows[0])))
    text = csv_text(columns, rows, separator)
    sheet = read_sheet(text.encode())
    assert sheet.separator == separator
    in_spreadsheet = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    assert not [cell for row in in_spreadsheet for cell in row if cell.startswith(FORMULAS)]
    wanted = [row for row in rows if any(cell.strip() for cell in row)]
    assert [tuple(map(as_typed, row.cells)) for row in sheet.rows] == wanted
    assert not sheet.bad


PIECES = st.lists(st.sampled_from((*SEPARATORS, *FORMULAS, '"', "'", " ", "a")), max_size=9).map("".join)


@given(
    st.lists(st.tuples(PIECES, PIECES), min_size=1, max_size=4), *[st.sampled_from(list(SEPARATORS)) for _ in range(2)]
)
@example([("a", "b;=1;c")], ",", ";")
@example([("a", 'b;""=1')], ",", ";")
@example([("a", "b\n@c")], ",", ";")
def test_written_csv_is_no_formula_either_where_another_separator_is_expected(
    rows: list[tuple[str, str]], separator: str, expected: str
) -> None:
    text = csv_text(("id", "name"), rows, separator)
    in_spreadsheet = csv.reader(io.StringIO(text, newline=""), delimiter=expected)
    assert not [cell for row in in_spreadsheet for cell in row if cell.startswith(SIGNS)]
    assert all(as_typed(harmless(cell)) == cell for row in rows for cell in row)


@given(st.lists(st.dictionaries(CELLS.filter(bool), CELLS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_written_json_reads_back(people: list[dict[str, str]]) -> None:
    people = [{f"k{key}": value for key, value in one.items()} for one in people]
    sheet = read_sheet(json.dumps({"a": [1, {"persons": []}], "persons": people}, indent=1).encode())
    rows = [{k: v for k, v in zip(sheet.columns, row.cells, strict=True) if v} for row in sheet.rows]
    assert rows == [{key: value for key, value in one.items() if value} for one in people]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(UnusableFile):
        sheet = read_sheet(content)
        assert all(len(row.cells) == len(sheet.columns) for row in sheet.rows)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_bad_rows_are_written_to_be_mended_where_their_file_came_from(separator: str) -> None:
    sheet = read_sheet(f"email{separator}name\na@x.org\n=b{separator}c{separator}d\n".encode())
    text = bad_rows_csv(sheet, sheet.bad)
    again = read_sheet(text.encode())
    assert again.separator == separator
    assert again.columns[:2] == ("email", "name")
    assert ([row.cells[0] for row in again.rows], [one.cells[0] for one in again.bad]) == (["a@x.org"], ["'=b"])
