/** The one screen that tells what to install when this machine cannot run the engine. */
import { TamarinError } from '../../core/error.ts';

export const JAVA_VERSION_MIN = 21;

const waysOut = (version: string): string => `Any one of these ways will do:

  1. Install a JDK, ${JAVA_VERSION_MIN} or newer, and Maven (needed once, to fetch OpenSearch), then run again:
       Debian, Ubuntu   sudo apt-get install openjdk-21-jdk-headless maven
                        (Debian 12 has no JDK 21: install Temurin 21 or 25, see adoptium.net)
       Fedora, RHEL     sudo dnf install java-21-openjdk-devel maven
       macOS            brew install openjdk@21 maven
     A JDK in another place is found by JAVA_HOME=/path/to/jdk.

  2. Install and start Docker, then run again: OpenSearch runs in a container of the image
     opensearchproject/opensearch:${version} (about 1 GB, once per machine). Whether you reach
     Docker: docker version. ./demo.sh shows everything in containers.

  3. Use an OpenSearch that you have, 2.19 or newer:
       export OPENSEARCH_URL=https://user:password@host:9200`;

/** `why`: sentences without their full stop. */
export const missingEngine = (why: readonly string[], version: string): TamarinError =>
  new TamarinError('engine_requirement', why.join('. '), { hint: waysOut(version) });
