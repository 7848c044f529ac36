"""Pages of lists: one kind that knows where it ends, and one that knows only whether more comes."""

from collections.abc import Callable, Sequence

from segtui.sandbox.feedier.call import Call, whole_number
from segtui.sandbox.feedier.documents import Document

_MOST = 100


def page_size(call: Call, parameter: str, default: int) -> int:
    """Read how long a page shall be: 100 at most, the usual length for what is no number."""
    asked = whole_number(call.query.get(parameter, ""))
    return min(asked, _MOST) if asked else default


def counted_page(call: Call, rows: Sequence[Document], size: int, show: Callable[[Document], Document]) -> Document:
    """Cut a page out, and say how many there are."""
    number = _page_number(call)
    last = max(1, -(-len(rows) // size))
    shown, links = _cut(call, rows, number, size)
    links["last"] = _url(call, last)
    start = (number - 1) * size
    return {
        "data": [show(row) for row in shown],
        "links": links,
        "meta": {
            "current_page": number,
            "from": start + 1 if shown else None,
            "last_page": last,
            "links": [
                {"url": links["prev"], "label": "&laquo; Previous", "active": False},
                *({"url": _url(call, one), "label": str(one), "active": one == number} for one in range(1, last + 1)),
                {"url": links["next"], "label": "Next &raquo;", "active": False},
            ],
            "path": _base(call),
            "per_page": size,
            "to": start + len(shown) if shown else None,
            "total": len(rows),
        },
    }


def simple_page(call: Call, rows: Sequence[Document], size: int, show: Callable[[Document], Document]) -> Document:
    """Cut a page out, and say only whether another one follows."""
    shown, links = _cut(call, rows, _page_number(call), size)
    return {"data": [show(row) for row in shown], "links": links}


def page_link(call: Call, query: str) -> str:
    """Write the address of another page."""
    return f"{_base(call)}?{query}"


def _page_number(call: Call) -> int:
    return whole_number(call.query.get("page", "")) or 1


def _cut(
    call: Call, rows: Sequence[Document], number: int, size: int
) -> tuple[Sequence[Document], dict[str, str | None]]:
    start = (number - 1) * size
    return rows[start : start + size], {
        "first": _url(call, 1),
        "last": None,
        "prev": _url(call, number - 1) if number > 1 else None,
        "next": _url(call, number + 1) if start + size < len(rows) else None,
    }


def _url(call: Call, number: int) -> str:
    """Write a page's address, without what else was asked for: filter and include are lost."""
    return page_link(call, f"page={number}")


def _base(call: Call) -> str:
    base = call.box.habits.links_base
    return base.rstrip("/") + "/" + call.url.split("/", 3)[3] if base else call.url
