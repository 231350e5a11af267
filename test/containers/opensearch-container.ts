/** OpenSearch in a container, by testcontainers: the official image, or the one that the environment names. */
import {
  GenericContainer,
  type StartedNetwork,
  type StartedTestContainer,
  Wait,
} from 'testcontainers';
import { officialImage } from '../../src/engine/docker/image.ts';
import { readEngineHome } from '../../src/engine/home/engine-home.ts';
import { TEST_IMAGE } from '../support/test-image.ts';

export const OPENSEARCH_IMAGE = TEST_IMAGE ?? officialImage(readEngineHome().version);
/** The official image takes 40 s on two slow processors. */
const START_MAX_MS = 180_000;

/** Inside the network its name is `opensearch`; without users, as only this test reaches it. */
export const startOpenSearchContainer = (network: StartedNetwork): Promise<StartedTestContainer> =>
  new GenericContainer(OPENSEARCH_IMAGE)
    .withEnvironment({
      'discovery.type': 'single-node',
      'action.auto_create_index': 'false',
      DISABLE_SECURITY_PLUGIN: 'true',
      DISABLE_INSTALL_DEMO_CONFIG: 'true',
      DISABLE_PERFORMANCE_ANALYZER_AGENT_CLI: 'true',
      OPENSEARCH_JAVA_OPTS: '-Xms768m -Xmx768m',
    })
    .withNetwork(network)
    .withNetworkAliases('opensearch')
    .withExposedPorts(9200)
    .withWaitStrategy(Wait.forHttp('/_cluster/health?wait_for_status=yellow', 9200))
    .withStartupTimeout(START_MAX_MS)
    .start();

export const urlOf = (container: StartedTestContainer): string =>
  `http://${container.getHost()}:${container.getMappedPort(9200)}`;
