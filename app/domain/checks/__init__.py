"""What a contract still lacks."""
