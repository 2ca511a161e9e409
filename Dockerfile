# L’application dans un conteneur : la wheel et les versions verrouillées, un compte sans droits, rien à écrire que /instance.
# docker build -t contrat-de-ville .
# L’image d’origine par son empreinte : --build-arg PYTHON_IMAGE=python@sha256:… (docs/deploiement.md dit comment la lire).
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /source
COPY locks locks
RUN pip install --no-cache-dir --require-hashes --requirement locks/tools.txt
RUN python -m venv --without-pip /opt/contrat-de-ville
RUN pip --python /opt/contrat-de-ville/bin/python install --no-cache-dir --require-hashes --requirement locks/oidc.txt
COPY . .
# Avant que la wheel n’y entre : les licences de ce qui vient d’ailleurs (options dans pyproject.toml).
RUN { pip-licenses --python /opt/contrat-de-ville/bin/python; cat app/web/static/vendor/*-LICENSE.md app/access/*-LICENSE.md; } \
      > /opt/contrat-de-ville/LICENCES-DES-TIERS.txt
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheel .
RUN pip --python /opt/contrat-de-ville/bin/python install --no-cache-dir --no-deps /wheel/contrat_de_ville-*.whl

FROM ${PYTHON_IMAGE}
# Les numéros de page, le PDF et l’ODT. Sans eux : --build-arg LIBREOFFICE=non, et 700 Mo de moins.
ARG LIBREOFFICE=oui
RUN if [ "$LIBREOFFICE" = oui ]; then \
      apt-get update && apt-get install --yes --no-install-recommends libreoffice-writer fonts-liberation \
      && rm -rf /var/lib/apt/lists/*; \
    fi
COPY --from=build /opt/contrat-de-ville /opt/contrat-de-ville
RUN useradd --uid 10001 --no-create-home --home-dir /tmp contrat \
    && install --directory --owner contrat --mode 0700 /instance
USER contrat
ENV CONTRAT_INSTANCE=/instance PYTHONUNBUFFERED=1 PATH=/opt/contrat-de-ville/bin:$PATH
VOLUME /instance
EXPOSE 8000
# 127.0.0.1 est toujours un nom admis, quel que soit TRUSTED_HOSTS.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD \
  ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/sante', timeout=4)"]
CMD ["contrat-de-ville", "serve", "--host", "0.0.0.0", "--port", "8000"]
