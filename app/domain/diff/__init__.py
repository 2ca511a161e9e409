"""What differs between two states of a contract, and between two catalogues."""
