/**
 * Goal: on three nodes, whatever happens to one of them in the middle of a sync, two shippers end with every
 * record once: a node killed, a node cut off from the network, all of them restarted in turn. Runs by
 * `npm run soak cluster` only, as it takes ten minutes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { expectedIds, type LogFile } from '../support/expected-ids.ts';
import { until } from '../support/live-run.ts';
import { readIds } from '../support/opensearch.ts';
import { plainRequest } from '../support/plain-request.ts';
import { runTamarinProcess } from '../support/run-tamarin.ts';
import { type Cluster, type Node, startCluster } from './cluster.ts';
import { whyNoContainers } from './docker.ts';

/** Of each disturbance. */
const LINES = Number(process.env.TAMARIN_CLUSTER_LINES ?? 0);
const LINES_PER_FILE = 500;
const AWAY_MS = 15_000;
/** A node that says nothing is taken for gone after about 30 s. */
const CUT_OFF_MS = 50_000;
const skip = LINES === 0 ? 'npm run soak cluster' : await whyNoContainers();

t.test('a cluster of three nodes', { skip: skip !== null && skip }, async (t) => {
  const cluster = await startCluster(t);
  const [first, second, third] = cluster.nodes;
  const disturbances: readonly (readonly [string, () => Promise<void>])[] = [
    ['killed', () => cluster.kill(third, AWAY_MS)],
    ['cut-off', () => cluster.cutOff(third, CUT_OFF_MS)],
    ['restarted', () => cluster.restartAll()],
  ];
  for (const [what, disturb] of disturbances)
    await t.test(what, async (t) => checkDisturbed(t, { cluster, ask: [first, second], what, disturb })); // biome-ignore format: one call
});

interface Disturbed {
  readonly cluster: Cluster;
  /** Each shipper asks one of them. */
  readonly ask: readonly Node[];
  readonly what: string;
  readonly disturb: () => Promise<void>;
}

async function checkDisturbed(t: Test, { cluster, ask, what, disturb }: Disturbed): Promise<void> {
  const files = makeFiles();
  const ids = expectedIds(files, () => false);
  t.equal(ids.size, LINES);
  const request = plainRequest(cluster.nodes[0].url);
  /** A sync that never got through rightly gives up at once; one that did waits. */
  const areBothUnderWay = async (): Promise<boolean> => {
    await request('POST', `/${what}-ledger/_refresh`);
    const aggs = { syncs: { terms: { field: 'sync_id' } } };
    const { body } = await request('POST', `/${what}-ledger/_search`, { size: 0, aggs });
    const told = body as { aggregations?: { syncs: { buckets: readonly object[] } } }; // none before the first
    return told.aggregations?.syncs.buckets.length === 2;
  };

  // Two folders are two sources: both run at once, and half of what each has the other has, too.
  const half = Math.ceil(files.length / 4);
  const shares = [files.slice(0, files.length - half), files.slice(half)];
  const folders = t.testdir({ 'shipper-0': {}, 'shipper-1': {} });
  const began = Date.now();
  const shippers = shares.map((share, at) => {
    const folder = join(folders, `shipper-${at}`);
    for (const { name, bytes } of share) writeFileSync(join(folder, name), bytes);
    const env = { OPENSEARCH_URL: ask[at]?.url, TAMARIN_INDEX_PREFIX: what, TAMARIN_REPLICAS: '1' };
    return runTamarinProcess(['sync', folder, '--json'], env);
  });
  await until('both syncs are under way', areBothUnderWay);
  await disturb();
  const results = await Promise.all(shippers);
  const seconds = Math.round((Date.now() - began) / 1_000);
  for (const { code, stderr } of results) t.equal(code, 0, stderr.slice(-500));
  const reports = results.map(({ stdout }) => JSON.parse(stdout));
  for (const { lines, indexed, duplicates, rejected, skipped } of reports)
    t.equal(lines, indexed + duplicates + rejected + skipped, 'every line has one result');
  const indexed = reports.reduce((sum, report) => sum + report.indexed, 0);
  t.comment(
    `${what}: ${LINES} records by two shippers in ${seconds} s, ${indexed} counted as indexed`,
  );
  t.equal(indexed, LINES, 'the shippers together indexed each record once');

  await cluster.whole();
  t.strictSame(await readIds(`${what}-records-*`, request), ids);
  const { body } = await request('GET', `/_cat/shards/${what}-records-*?format=json&h=prirep,docs`);
  const shards = body as readonly { prirep: string; docs: string }[]; // of this API
  t.same(
    shards.map(({ docs }) => Number(docs)),
    shards.map(() => LINES),
    'primary and replica alike',
  );
  t.strictSame(new Set(shards.map(({ prirep }) => prirep)), new Set(['p', 'r']));
}

function makeFiles(): readonly LogFile[] {
  return Array.from({ length: Math.ceil(LINES / LINES_PER_FILE) }, (_unused, file) => {
    const lines = Array.from({ length: LINES_PER_FILE }, (_none, line) =>
      ordinaryLine(file * LINES_PER_FILE + line),
    );
    const name = `2026-01-31-00-00-00-${file.toString(16).toUpperCase().padStart(16, '0')}`;
    return { name, bytes: Buffer.from(`${lines.join('\n')}\n`) };
  });
}
