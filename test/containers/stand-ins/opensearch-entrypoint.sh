#!/bin/bash
# As the official one: variables with a dot are settings of the node. bash, because other shells drop them.
set -eu
exec jdk/bin/java ${OPENSEARCH_JAVA_OPTS:--Xms1g -Xmx1g} \
  -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError \
  --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  --add-opens=java.base/java.nio=ALL-UNNAMED \
  -cp 'classes:lib/*' StandInNode
