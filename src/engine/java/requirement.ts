/** The one screen that tells what to install when this machine cannot run the engine. */
import { TamarinError } from '../../core/error.ts';
import { JAVA_VERSION_MIN, type JavaHome } from './java-home.ts';

const HINT = `Any one of these ways will do:

  1. Install a JDK, ${JAVA_VERSION_MIN} or newer, and Maven (needed once, to fetch OpenSearch), then run again:
       Debian, Ubuntu   sudo apt-get install openjdk-21-jdk-headless maven
                        (Debian 12 has no JDK 21: install Temurin 21 or 25, see adoptium.net)
       Fedora, RHEL     sudo dnf install java-21-openjdk-devel maven
       macOS            brew install openjdk@21 maven
     A JDK in another place is found by JAVA_HOME=/path/to/jdk.

  2. Use Docker: ./demo.sh shows everything in containers. OpenSearch alone, for this machine only:
       docker run -d -p 127.0.0.1:9200:9200 -e discovery.type=single-node \\
         -e DISABLE_SECURITY_PLUGIN=true opensearchproject/opensearch:3.8.0
       export OPENSEARCH_URL=http://127.0.0.1:9200

  3. Use an OpenSearch that you have, 2.19 or newer:
       export OPENSEARCH_URL=https://user:password@host:9200`;

export function missingJava(refused: readonly JavaHome[]): TamarinError {
  const seen = refused.map(describe).join('; ');
  return new TamarinError(
    'engine_requirement',
    `The embedded OpenSearch needs a JDK ${JAVA_VERSION_MIN} or newer; this machine has ` +
      (seen === '' ? 'no Java that Tamarin could find' : seen),
    { hint: HINT },
  );
}

export function missingMaven(version: string): TamarinError {
  return new TamarinError(
    'engine_requirement',
    `The embedded OpenSearch ${version} must be downloaded once, which needs Maven;` +
      ' there is no mvn on the PATH',
    { hint: HINT },
  );
}

function describe(java: JavaHome): string {
  const version = java.version === 0 ? 'a Java of unknown version' : `Java ${java.version}`;
  const lack = java.version >= JAVA_VERSION_MIN ? ' without a compiler (a JRE, not a JDK)' : '';
  return `${version}${lack} in ${java.home}`;
}
