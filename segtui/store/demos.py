"""The names of the built-in profiles, which lead to the sandbox's services. It imports next to nothing on purpose."""

from typing import Final

DEMO: Final = "demo"
"""The first of them, which `segtui demo` opens."""

DEMOS: Final = {
    DEMO: "tiledesk",
    "demo-feedier": "feedier",
    "demo-chatbot": "chatbot",
    "demo-segmenter": "segmenter",
}
"""The service of each. No file may define a profile of one of these names."""
