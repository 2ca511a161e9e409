"""The commands of `contrat-de-ville`. A refused input ends with 1 and one message per problem."""

from flask.cli import FlaskGroup

from app import create_app
from app.cli.backup import backup, restore
from app.cli.batch import batch
from app.cli.catalogue import catalogue
from app.cli.draft import draft
from app.cli.profiles import profiles
from app.cli.serve import serve
from app.cli.template import template
from app.cli.territoires import territoires

main = FlaskGroup(
    name="contrat-de-ville",
    create_app=create_app,
    help="Assistant de rédaction des contrats de ville.",
)
for command in (serve, catalogue, draft, batch, profiles, territoires, template, backup, restore):
    main.add_command(command)
