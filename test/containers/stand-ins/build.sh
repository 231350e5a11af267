#!/usr/bin/env bash
# Builds local stand-ins for the images that the tests of containers need, under their official names, for
# machines that cannot pull: a Debian by debootstrap, Node and OpenSearch from what npm and Maven have
# brought already. README.md says what differs from the real images. Needs root, debootstrap, docker.
# An image that is there already, whether pulled or built, is left alone. Arguments: node, opensearch, store; none is all.
set -eu -o pipefail
cd "$(dirname "$0")"

docker=${DOCKER:-docker}
DEBIAN=debian:bookworm-slim
NODE=node:24-bookworm-slim
OPENSEARCH=opensearchproject/opensearch:3.8.0
STORE=versity/versitygw:v1.7.0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

is_there() { "$docker" image inspect "$1" >/dev/null 2>&1; }
label=(--label tamarin.stand-in=true)

build_debian() {
  debootstrap --variant=minbase --include=curl,ca-certificates bookworm "$work/debian" >"$work/log" ||
    { tail -n 20 "$work/log" >&2; return 1; }
  rm -rf "$work"/debian/{usr/share/{doc,man,info,locale},var/cache/apt/*,var/lib/apt/lists/*}
  tar -C "$work/debian" --one-file-system -c . | "$docker" import -c 'CMD ["bash"]' \
    -c 'LABEL tamarin.stand-in=true' - $DEBIAN >/dev/null
}

# The machine's own authorities go with it: behind a proxy of its own, npm knows no others.
build_node() {
  mkdir "$work/node"
  cp "$node" "$work/node/node"
  cp -rL "$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")" "$work/node/npm"
  cp "${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$work/node/authorities.pem"
  cp node.Dockerfile "$work/node/Dockerfile"
  "$docker" build -q "${label[@]}" -t $NODE "$work/node" >/dev/null
}

build_opensearch() {
  mkdir -p "$work/opensearch/lib" "$work/opensearch/classes"
  cp "$jars"/*.jar "$work/opensearch/lib"
  "$java/bin/javac" -cp "$jars/*" -d "$work/opensearch/classes" StandInNode.java
  # A JDK 21 links from its modules, one of 24 or newer from itself.
  "$java/bin/jlink" --output "$work/opensearch/jdk" --strip-debug --no-header-files --no-man-pages \
    --add-modules java.se,jdk.unsupported,jdk.incubator.vector,jdk.localedata,jdk.management,jdk.zipfs,jdk.crypto.ec,jdk.net \
    2>"$work/log" || { tail -n 5 "$work/log" >&2; return 1; }
  cp opensearch.Dockerfile "$work/opensearch/Dockerfile"
  cp opensearch-entrypoint.sh ../../../engine/log4j2.properties "$work/opensearch"
  "$docker" build -q "${label[@]}" -t $OPENSEARCH "$work/opensearch" >/dev/null
}

build_store() {
  mkdir "$work/store"
  cp "$versitygw" "$work/store/versitygw"
  cp store.Dockerfile "$work/store/Dockerfile"
  "$docker" build -q "${label[@]}" -t $STORE "$work/store" >/dev/null
}

provide() {
  local image=$1 build=$2 started=$SECONDS
  if is_there "$image"; then return; fi
  $build
  echo "# stand-in for $image: $(("$("$docker" image inspect -f '{{.Size}}' "$image")" / 1000000)) MB in $((SECONDS - started)) s"
}

# node, java, jars, versitygw: where they are on this machine.
eval "$(node ./parts.ts)"
for name in "${@:-all}"; do
  provide $DEBIAN build_debian
  case $name in node | all) provide $NODE build_node ;; esac
  case $name in opensearch | all) provide $OPENSEARCH build_opensearch ;; esac
  case $name in
    store | all) if [ -n "$versitygw" ]; then provide $STORE build_store; else echo "# no stand-in for $STORE: there is no Go"; fi ;;
  esac
done
