"""What an installation says of itself: its environment, its instance folder, its branding."""
