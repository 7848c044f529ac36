"""The services that the conformance suite runs over. A new backend has a line here."""

from support.conformance.bench import Bench
from support.conformance.chatbot import CHATBOT
from support.conformance.feedier import FEEDIER
from support.conformance.segmenter import SEGMENTER
from support.conformance.tiledesk import TILEDESK

BENCHES: tuple[Bench, ...] = (TILEDESK, FEEDIER, CHATBOT, SEGMENTER)
