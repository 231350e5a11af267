/** Three nodes of OpenSearch on a network of Docker, each reached through a port of this machine that stays its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { choosePort } from '../../src/engine/process/port.ts';
import { until } from '../support/live-run.ts';
import { plainRequest, type Request } from '../support/plain-request.ts';
import { docker, tryDocker } from './docker.ts';
import { OPENSEARCH_IMAGE } from './opensearch-container.ts';

/** A node that is gone is noticed after 30 s, and its shards are copied. */
const GREEN_MAX_MS = 240_000;

export interface Node {
  readonly name: string;
  readonly url: string;
}

export interface Cluster {
  readonly nodes: readonly [Node, Node, Node];
  /** Green, with all three nodes. */
  whole(): Promise<void>;
  /** kill -9, and back. */
  kill(node: Node, awayMs: number): Promise<void>;
  /** No packet reaches it. */
  cutOff(node: Node, awayMs: number): Promise<void>;
  /** One after the other, each once the cluster is whole again. */
  restartAll(): Promise<void>;
}

export async function startCluster(t: {
  teardown(task: () => Promise<unknown>): unknown;
}): Promise<Cluster> {
  const network = `tamarin-cluster-${process.pid}`;
  const names = [1, 2, 3].map((number) => `${network}-${number}`);
  await docker('network', 'create', network);
  t.teardown(() => tryDocker(['network', 'rm', network]));
  t.teardown(() => tryDocker(['rm', '-f', '-v', ...names]));
  const nodes: Node[] = [];
  for (const name of names) {
    const port = await choosePort(0); // each must find the ports of those before taken
    await docker(...runArguments({ name, names, network, port }));
    nodes.push({ name, url: `http://127.0.0.1:${port}` });
  }
  const [first, second, third] = nodes;
  if (first === undefined || second === undefined || third === undefined) throw new Error('three');
  const cluster: Cluster = {
    nodes: [first, second, third],
    whole: () =>
      until('the cluster is whole', () => isWhole(plainRequest(first.url)), GREEN_MAX_MS),
    kill: async ({ name }, awayMs) => {
      await docker('kill', name);
      await sleep(awayMs);
      await docker('start', name);
    },
    cutOff: async ({ name }, awayMs) => {
      await docker('network', 'disconnect', network, name);
      await sleep(awayMs);
      await docker('network', 'connect', '--alias', name, network, name);
    },
    restartAll: async () => {
      for (const { name } of nodes) {
        await docker('restart', name); // one at a time: a rolling restart
        await cluster.whole();
      }
    },
  };
  await cluster.whole();
  return cluster;
}

/** While the node that is asked restarts there is no answer. */
const isWhole = (request: Request): Promise<boolean> =>
  request('GET', '/_cluster/health').then(
    ({ body }) => {
      const { status, number_of_nodes } = body as { status: string; number_of_nodes: number }; // of this API
      return status === 'green' && number_of_nodes === 3;
    },
    () => false,
  );

interface NodeToRun {
  readonly name: string;
  readonly names: readonly string[];
  readonly network: string;
  readonly port: number;
}

function runArguments({ name, names, network, port }: NodeToRun): readonly string[] {
  const environment = {
    'cluster.name': network,
    'node.name': name,
    'discovery.seed_hosts': names.join(','),
    'cluster.initial_cluster_manager_nodes': names.join(','),
    'action.auto_create_index': 'false',
    DISABLE_SECURITY_PLUGIN: 'true',
    DISABLE_PERFORMANCE_ANALYZER_AGENT_CLI: 'true',
    OPENSEARCH_JAVA_OPTS: '-Xms768m -Xmx768m',
  };
  const variables = Object.entries(environment).map(([key, value]) => `-e=${key}=${value}`);
  const place = [`--name=${name}`, `--hostname=${name}`, `--network=${network}`, `-p=127.0.0.1:${port}:9200`]; // biome-ignore format: one list
  return ['run', '-d', ...place, ...variables, OPENSEARCH_IMAGE];
}
