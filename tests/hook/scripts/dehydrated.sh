#!/bin/sh
# HOOK=/usr/local/sbin/deploy-mx1 in the config of dehydrated
danelaw tlsa hook --from-zone /etc/zones/example.org.zone -- "$@" || exit
[ "$1 $2" = "deploy_cert mx1.example.org" ] || exit 0
install -m 600 "$5" "$3" /etc/postfix/tls/
systemctl reload postfix
