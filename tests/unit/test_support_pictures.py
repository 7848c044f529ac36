"""What is left out of a picture changes nothing that can be seen in it."""

from support.pictures import slim


def box(fill: str, x: str, y: str, width: str) -> str:
    return f'<rect fill="{fill}" x="{x}" y="{y}" width="{width}" height="24.65" shape-rendering="crispEdges"/>'


def test_only_backgrounds_that_touch_in_one_line_and_colour_are_joined() -> None:
    touching = box("#111111", "0", "1.5", "24.4") + box("#111111", "24.4", "1.5", "12.2")
    apart = box("#111111", "61", "1.5", "12.2")
    other = box("#222222", "73.2", "1.5", "12.2") + box("#222222", "0", "25.9", "12.2")
    kept = [line for line in slim(touching + apart + other).splitlines() if line]
    assert kept == [
        '<rect fill="#111111" x="0" y="1.5" width="36.6" height="24.65"/>',
        '<rect fill="#111111" x="61" y="1.5" width="12.2" height="24.65"/>',
        '<rect fill="#222222" x="73.2" y="1.5" width="12.2" height="24.65"/>',
        '<rect fill="#222222" x="0" y="25.9" width="12.2" height="24.65"/>',
    ]


def test_texts_keep_their_places_and_lose_the_clips_and_line_ends() -> None:
    clip = '<clipPath id="terminal-line-0">\n<rect x="0" y="1.5" width="976" height="24.65"/>\n</clipPath>\n'
    text = '<text class="terminal-r1" x="0" y="20" textLength="12.2" clip-path="url(#terminal-line-0)">a&#160;b</text>'
    end = '<text class="terminal-r1" x="12.2" y="20" textLength="12.2" clip-path="url(#terminal-line-0)">\n</text>'
    assert (
        slim(clip + text + end)
        == '<text class="terminal-r1" x="0" y="20" textLength="12.2">a\N{NO-BREAK SPACE}b</text>'
    )
