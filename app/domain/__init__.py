"""The subject itself: catalogue, profile, assembly, draft. Standard library only."""
