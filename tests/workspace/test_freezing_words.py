"""What there is to read before people become a list."""

from segtui.domain.lead_word import LeadWord
from segtui.domain.leads import Lead
from segtui.domain.people_between import Use
from segtui.workspace.freezing import Freezing
from segtui.workspace.freezing_words import freezing_lines


def test_who_is_left_out_is_told_by_name_and_id_with_the_reason_and_a_great_many_by_their_number() -> None:
    freezing = Freezing(
        people=(Lead("1", "Ann", {}),),
        uses=(Use("city", ("tag:city",)),),
        read=15,
        unknown=tuple(Lead(f"u{number}", "", {}) for number in range(12)),
        twice=(Lead("2", "Ann\x1b[2J", {}),),
        unclear=(Lead("3", "Bo", {}),),
        is_filled_later=True,
    )
    assert list(freezing_lines(freezing, LeadWord("lead", "leads"), LeadWord("user", "users"))) == [
        "15 leads read, 1 user on the list",
        "  city → tag:city",
        "Left out, not known there or without anything to know them by: 12",
        *(f"  (no name) (u{number})" for number in range(10)),
        "  … and 2 more",
        "Left out, because several there have the e-mail: 1",
        "  Bo (3)",
        "Left out, the same as somebody before: 1",
        "  Ann\ufffd[2J (2)",
        "The list is made first; then they are added to it.",
    ]
