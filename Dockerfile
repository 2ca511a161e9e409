# L’application dans un conteneur : la wheel seule, un compte sans droits, rien à écrire que /instance.
# docker build -t contrat-de-ville .
FROM python:3.11-slim-bookworm AS wheel
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheel .

FROM python:3.11-slim-bookworm
# Les numéros de page, le PDF et l’ODT. Sans eux : --build-arg LIBREOFFICE=non, et 700 Mo de moins.
ARG LIBREOFFICE=oui
RUN if [ "$LIBREOFFICE" = oui ]; then \
      apt-get update && apt-get install --yes --no-install-recommends libreoffice-writer fonts-liberation \
      && rm -rf /var/lib/apt/lists/*; \
    fi
COPY --from=wheel /wheel /wheel
RUN pip install --no-cache-dir --no-compile /wheel/contrat_de_ville-*.whl && rm -r /wheel \
    && useradd --uid 10001 --no-create-home --home-dir /tmp contrat \
    && install --directory --owner contrat --mode 0700 /instance
USER contrat
ENV CONTRAT_INSTANCE=/instance PYTHONUNBUFFERED=1
VOLUME /instance
EXPOSE 8000
# 127.0.0.1 est toujours un nom admis, quel que soit TRUSTED_HOSTS.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD \
  ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/sante', timeout=4)"]
CMD ["contrat-de-ville", "serve", "--host", "0.0.0.0", "--port", "8000"]
