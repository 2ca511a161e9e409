"""The pages, through Flask's client: real application, real catalogue, real database."""
