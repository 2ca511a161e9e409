"""Drafting assistant for the contrat de ville."""
