import pytest
from support.lists import person

from segtui.workspace.file_text import UnusableFile
from segtui.workspace.member_files import Identifier, match, read_identifiers

ADA = person(1, userId="crm-1", attributes={"default_email": "Ada@Example.com"})
BOB = person(2, userId="crm-2", attributes={"default_email": None})
CAT = person(3, userId="crm-3", attributes={"default_email": "team@example.com"})
DAN = person(4, userId=ADA.id, attributes={"default_email": "team@example.com "})
USERS = [ADA, BOB, CAT, DAN]


def identifiers(*texts: str) -> list[Identifier]:
    return [Identifier(line, text) for line, text in enumerate(texts, 1)]


def test_ids_own_ids_and_emails_are_told_apart_from_unknown_ones_and_repeats() -> None:
    asked = identifiers("crm-2", "ada@example.COM", ADA.id, "nobody", "team@example.com", CAT.id, "crm-2")
    found = match(asked, USERS)
    assert found.people == (BOB, ADA, CAT)
    assert found.unknown == (Identifier(4, "nobody"),)
    assert found.twice == (Identifier(3, ADA.id), Identifier(7, "crm-2"))
    assert found.unclear == (Identifier(5, "team@example.com"),)


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (b"crm-1\ncrm-2\n", None),
        (b"\xef\xbb\xbfUser ID\r\n crm-1 \r\n\r\ncrm-2", None),
        (b"name;user_id\nAda;crm-1\nBob;crm-2", None),
        (b"id,email,code\n1,a@x.org,crm-1\n2,b@x.org,crm-2\n", "CODE"),
        (b'[{"code": "crm-1", "email": "a"}, {"code": "crm-2"}]', "code"),
        (b"code\ncrm-1\ncrm-2\n", "code"),
        ("crm-1\ncrm-2".encode("utf-16"), None),
    ],
)
def test_one_a_line_or_a_column(content: bytes, column: str | None) -> None:
    assert [one.text for one in read_identifiers(content, column=column).identifiers] == ["crm-1", "crm-2"]


def test_rows_without_an_id_and_rows_that_cannot_be_read_are_told() -> None:
    read = read_identifiers(b"email,name\na@x.org,A\n,B\nc@x.org\n")
    assert read.identifiers == (Identifier(2, "a@x.org"),)
    assert [one.line for one in read.bad] == [4]
    assert read.remarks == ("Rows with nothing in that column: 1.",)
    assert read.read_as == "UTF-8, separated by commas, column “email”"


@pytest.mark.parametrize(
    ("content", "column", "told"),
    [
        (b"id,email\n1,a", None, "Several columns of The file could hold ids or e-mails: “id”, “email”"),
        (b"a,b\n1,2", None, "None of the columns of The file could hold ids or e-mails: “a”, “b”"),
        (b'["1", "2"]', None, "No row of The file can be read. Line 1: It is a text where a person is expected."),
        (b"a,b\n1,2", "c", "There is no column called “c” in The file"),
        (b"a,A\n1,2", "a", "There are 2 columns called “a” in The file"),
    ],
)
def test_a_column_that_is_not_clear_is_asked_for(content: bytes, column: str | None, told: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        read_identifiers(content, column=column)
    assert caught.value.message.startswith(told)
