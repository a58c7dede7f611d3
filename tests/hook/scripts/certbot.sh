#!/bin/sh
# /etc/letsencrypt/renewal-hooks/deploy/mx1
[ "$RENEWED_LINEAGE" = /etc/letsencrypt/live/mx1.example.org ] || exit 0
danelaw tlsa hook --from-zone /etc/zones/example.org.zone || exit
install -m 600 "$RENEWED_LINEAGE/fullchain.pem" "$RENEWED_LINEAGE/privkey.pem" /etc/postfix/tls/
systemctl reload postfix
