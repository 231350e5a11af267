#!/bin/sh
# The demo: makes the secrets once, starts everything in containers and shows an answer.
# ./demo.sh down ends it, ./demo.sh down -v deletes its data, too. COMPOSE names another compose program.
set -eu
cd "$(dirname "$0")"
if [ -z "${COMPOSE:-}" ]; then
  if docker compose version >/dev/null 2>&1; then COMPOSE='docker compose'; else COMPOSE=docker-compose; fi
fi
compose() { $COMPOSE --profile demo "$@"; }
secret() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }

# The folder keeps others out; its files can be read by the numeric users inside the containers.
if [ ! -d .demo ]; then
  (umask 077 && mkdir .demo)
  umask 022
  password="$(secret)aA1!" # strong enough for OpenSearch, whatever the rest is
  key=$(secret)
  printf %s "$password" >.demo/opensearch-password
  secret | tr -d '\n' >.demo/token
  printf %s "$key" >.demo/s3-key
  printf '[default]\naws_access_key_id = tamarin-demo\naws_secret_access_key = %s\n' "$key" >.demo/aws
  (umask 077 && printf "OPENSEARCH_INITIAL_ADMIN_PASSWORD='%s'\n" "$password" >>.env)
fi
if [ $# -gt 0 ]; then
  compose "$@"
  exit
fi
# shellcheck disable=SC2086 # DEMO_SERVICES leaves some out
compose up -d --build ${DEMO_SERVICES:-}

url=http://$(compose port tamarin 8080)
ask() { curl -sf -H "Authorization: Bearer $(cat .demo/token)" "$@"; }
echo "waiting for the sample logs in $url"
tries=0
until ask "$url/top/ip?limit=1" | grep -q '"complete":true'; do
  tries=$((tries + 1))
  if [ $tries -gt 100 ]; then echo "not there after 5 minutes; see: $COMPOSE logs" >&2; exit 1; fi
  sleep 3
done
ask "$url/top/ip?limit=5" && echo
cat <<END
Tamarin     $url/docs         Authorization: Bearer \$(cat .demo/token)
Dashboards  http://127.0.0.1:5601  user admin, password in .demo/opensearch-password
sync again  curl -X POST -H "Authorization: Bearer \$(cat .demo/token)" $url/sync
end         ./demo.sh down
END
