"""Tiledesk: saved rules over the leads (contacts) of one project."""
