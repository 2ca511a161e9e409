#!/bin/sh
# Dans le conteneur nginx de compose.yaml, avant que nginx ne démarre : le site de deploy/nginx.conf, sans rien y changer
# à la main. Le nom du site est le premier de TRUSTED_HOSTS. Les processus sont tous ceux qui portent le nom « site » dans
# le réseau ; leurs adresses sont redemandées à Docker : un conteneur recréé en prend une autre.
set -eu
name=${TRUSTED_HOSTS%%,*}
name=${name#.}
{
    echo 'resolver 127.0.0.11 valid=5s ipv6=off;'
    echo 'map $host $contrat_site { default site:8000; }'
    sed -e '/^upstream contrat_de_ville {/,/^}/d' \
        -e "s/contrats\.example\.org/$name/g" \
        -e 's#proxy_pass http://contrat_de_ville;#proxy_pass http://$contrat_site;#' \
        /etc/contrat-de-ville/nginx.conf
} > /etc/nginx/conf.d/default.conf
