"""ChatBot.com: its segments are lists of users whose members it doesn't show; rules over its users are kept here."""
