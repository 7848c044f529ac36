"""One lead, whole."""

import json
from collections.abc import Iterator

from segtui.domain.leads import Lead
from segtui.domain.text import printable, shortened
from segtui.ui.dialogs.asking import MessageDialog

_LONGEST_VALUE = 4000
"""Characters of a value that are shown; some notes hold a book."""


class LeadDialog(MessageDialog):
    """Every field that a lead has, one below the other.

    Args:
        lead: The lead.
        word: What the service calls it.
    """

    def __init__(self, lead: Lead, word: str) -> None:
        super().__init__(f"{word.capitalize()} · {lead.name or lead.id}", "\n".join(_lines(lead)))


def _lines(lead: Lead) -> Iterator[str]:
    width = max((len(printable(path)) for path in lead.values), default=0)
    for path, value in lead.values.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        first, *rest = shortened(text, _LONGEST_VALUE).splitlines() or [""]
        yield f"{printable(path):<{min(width, 28)}}  {first}"
        yield from (f"{'':<{min(width, 28)}}  {line}" for line in rest)
