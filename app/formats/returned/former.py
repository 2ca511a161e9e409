"""The phrases that version 52aeb19 wrote, beside those of the catalogue: its drafts still come back."""

_LINES = """
Porté ici par
Action locale
convenue
Pilote
Échéance
Indicateur
Début
Fin
Départ
Cible
Source
rédigée
Quartiers concernés
Avec
Engagement
Engagement propre à ce contrat
il ne répond à aucun engagement national cité
Objectif chiffré
multiplié par 2
sans échéance dans le texte
tableau des objectifs
Ici
Ministère des affaires sociales et de la santé et autres
Ministère de l’Education nationale et autres
divisé par 2
indiqué par le rédacteur
échéance passée
Ministère de la défense et autres
département 99
4 000 SCOP
Remarque
Début du texte manquant dans la source
100 bureaux
1/3 de réduction
400 millions d’euros
Période
Projet du
Ce projet cite 20 conventions nationales de la politique de la ville
signées de
pour les contrats de ville 2014-2020
Ce qui en est cité est reproduit mot pour mot et appartient à l’histoire
les noms des ministères
des organismes et des dispositifs
ainsi que les échéances
sont ceux de leur époque
Préambule
Visas
Vu la loi
Vu le décret
Vu la délibération
Vu le décret qui fixe la liste des quartiers prioritaires
Vu les instructions et circulaires en vigueur
Vu les délibérations des collectivités signataires
Objet du contrat
Le présent contrat fixe
pour le territoire de
les engagements que ses signataires prennent en faveur des habitants des quartiers prioritaires
Textes nationaux cités
Chaque engagement national est présenté entre guillemets
avec sa source en note
Le texte placé autour
les remarques et les places à compléter n’appartiennent pas à la citation
Ce que les dispositifs cités sont devenus est dit dans la table de concordance
Le territoire
Périmètre
Territoire du contrat
code 990000001
3 communes
Situation
Faits retenus pour choisir les engagements nationaux
Le groupement n’est pas une communauté urbaine
Aucun quartier en zone de sécurité prioritaire
4 quartiers prioritaires dans le périmètre du contrat
Code
Nom du quartier
s
Les signataires
Le présent contrat est conclu entre
Signataire
À quel titre
Nom et qualité du représentant
Signataire requis par la loi
le contrat est conclu entre l’État et ses établissements publics
les communes et les EPCI
II pour les autres périmètres au sein des métropoles
Signataire admis par la loi
Signataire attendu par circulaire
signature attendue
l’annonce
signature attendue de Pôle emploi
Volets obligatoires
Engagements d’autres volets qui intéressent celui-ci
lutte contre les inégalités de tous ordres
Partie obligatoire des contrats
circulaires du
et du
ou autre forme de participation
Forme
moyens et calendrier de la participation
comportent une partie consacrée à l’investissement
Les quartiers
Enjeux du quartier
projet partagé avec ses habitants
actions qui lui sont propres
Projet du quartier
Actions du contrat dans ce quartier
Objectifs chiffrés
Objectifs des textes nationaux
Objectifs chiffrés des engagements nationaux retenus
Objectif
Valeur
traçabilité
aucune
Objectifs du territoire
Le contrat fixe ses propres objectifs
avec une valeur et une échéance
Objectifs chiffrés du contrat
participation et évaluation
Le contrat dit qui pilote
qui anime et comment les actions sont conduites
La moitié au moins des conventions avec les associations est pluriannuelle
Moyens chiffrés dans les actions du contrat
montants par financeur
Financeur
Crédits spécifiques
Total
Revue annuelle
font l’objet d’une révision à mi-parcours
Signatures
Fait à
Pour
Nom et qualité
Date et signature
Pour mémoire
engagements nationaux
Ces engagements relèvent d’acteurs nationaux
un contrat local ne peut pas les porter
Ils sont rappelés parce qu’ils complètent ceux du contrat
de la source
Engagements non retenus
Ces engagements des conventions nationales ne figurent pas dans le projet
Ils sont rappelés par leurs premiers mots
sous le motif qui les écarte
ceux que les rédacteurs ont écartés le sont en entier
Choix des rédacteurs
et autres
Aucun de ses porteurs ne signe le contrat
Table de concordance
Les textes cités nomment les dispositifs et les organismes de leur époque
Seul ce qui a été vérifié dans une source est affirmé
Les noms d’aujourd’hui sont des propositions
Nom dans le texte
Ce qu’il est devenu
Engagements
Proposition
Remplacement
Changement de nom
En vigueur
sous le nom du texte
la situation de ces dispositifs et organismes a pu changer depuis le texte
Traçabilité des engagements
Chaque engagement renvoie à la convention et aux lignes de sa source
Premiers mots
Convention
Lignes
objectifs
concordance
Nature des actions et modalités de leur mise en œuvre
La convention nationale a été signée sous le nom de Pôle emploi
fait une place aux habitants dans le contrat
par le conseil citoyen ou sous une autre forme de participation
Le contrat dit la nature des actions à conduire et les modalités de leur mise en œuvre
Place des habitants dans le contrat
Part des conventions pluriannuelles
Conseil citoyen
Un quartier est-il en zone de sécurité prioritaire
Un quartier au moins est en zone de sécurité prioritaire
emplois
entreprises signataires de la charte
40 entreprises
Les 40 entreprises signataires
Le groupement est une communauté urbaine
millions d’euros
une enveloppe de fonds propre de 400 millions d’euros
Reste à répondre
À préciser par les signataires
Écarts du périmètre avec la liste officielle
Code, nom et commune de chaque quartier prioritaire du territoire
Communes du territoire
Quartier prioritaire
quartier prioritaire dans le périmètre du contrat
Aucun engagement du projet ne nomme de dispositif ni d’organisme
Aucun engagement retenu ne comporte d’objectif chiffré
Aucun engagement n’a été écarté
Aucun engagement n’est rappelé pour mémoire
Le projet ne comporte aucun engagement national
Aucune action du contrat n’est encore rattachée à ce quartier
Aucun signataire n’a été choisi pour ce projet
Engagements et actions du territoire
Faits indiqués contre la référence des territoires
indiqué par le rédacteur, contre
Volet obligatoire sans action locale pour l’instant
Volet obligatoire
aucun engagement national ne s’applique ici avec les signataires choisis
il reste à écrire localement
Signataire requis par la loi et absent
À vérifier avant signature
à vérifier, la situation a pu changer depuis le texte
À vérifier pour le passage
Le passage
ne concerne pas ce territoire
Contrat dont voici un extrait
Le contrat dont voici un extrait est conclu entre
Chaque engagement garde le numéro qu’il a dans le contrat entier
Engagements portés par
Ce projet ne cite aucune convention nationale
Ce projet cite 1 convention nationale de la politique de la ville
signée en
signées en
Suivi par sexe
multiplié par
divisé par
échéance à venir
"""
PHRASES: tuple[str, ...] = (
    *_LINES.strip().splitlines(),
    "enveloppe de fonds propre réservée par la CDC pour son action en faveur de la politique "
    "de la ville et du renouvellement urbain",
)
