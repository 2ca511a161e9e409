"""The French words of roles and of the journal's events."""

from app.access import Role
from app.store.audit import Event

ROLES = {
    Role.OWNER: "Propriétaire",
    Role.EDITOR: "Rédacteur",
    Role.COMMENTER: "Commentateur",
    Role.READER: "Lecteur",
}
EXPLAINED = {
    Role.OWNER: "rédige, partage, met à la corbeille et restaure",
    Role.EDITOR: "rédige, décide des retours, télécharge",
    Role.COMMENTER: "lit, télécharge, commente",
    Role.READER: "lit et télécharge",
}
EVENTS = {
    Event.LOGIN: "connexion",
    Event.LOGIN_REFUSED: "connexion refusée",
    Event.LOGOUT: "déconnexion",
    Event.REFUSED: "refus, faute du rôle nécessaire",
    Event.ACCOUNT_MADE: "compte créé",
    Event.ACCOUNT_CLOSED: "compte fermé",
    Event.ACCOUNT_REOPENED: "compte rouvert",
    Event.ACCOUNT_ERASED: "compte effacé",
    Event.LINK_MADE: "lien de mot de passe donné",
    Event.LINK_MAILED: "lien de mot de passe envoyé, par « Mot de passe oublié »",
    Event.PASSWORD_SET: "mot de passe choisi",
    Event.IDENTITY_LINKED: "compte relié à un fournisseur d’identité",
    Event.IDENTITY_UNLINKED: "compte séparé d’un fournisseur d’identité",
    Event.MEMBERSHIP_ASKED: "organisme annoncé par un fournisseur d’identité",
    Event.MEMBERSHIP_GIVEN: "membre d’un organisme confirmé",
    Event.MEMBERSHIP_REFUSED: "membre d’un organisme refusé",
    Event.TOTP_ON: "code à usage unique activé",
    Event.TOTP_OFF: "code à usage unique retiré",
    Event.RECOVERY_MADE: "codes de secours faits",
    Event.RECOVERY_USED: "code de secours employé",
    Event.SESSIONS_CLOSED: "sessions fermées",
    Event.GRANTED: "rôle donné",
    Event.REVOKED: "rôle retiré",
    Event.INVITED: "invitation faite",
    Event.INVITATION_USED: "invitation acceptée",
    Event.INVITATION_REVOKED: "invitation annulée",
}
