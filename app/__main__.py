"""`python -m app` is the command `contrat-de-ville`."""

from app.cli import main

if __name__ == "__main__":
    main()
