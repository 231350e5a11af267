/**
 * Goal: a document that cannot be read is never taken for one that is not there: neither is what a
 * sync wrote itself called a duplicate, nor is a log object that is done read again.
 */
import t, { type Test } from 'tap';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { readAll, readIds, testPrefix } from '../support/opensearch.ts';
import { type Exchange, startProxy, type Watcher } from '../support/opensearch-proxy.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { everyNthSample } from '../support/samples.ts';

const samples = everyNthSample(8);
const { ids, counts } = samples;
const folder = samples.folder(t);
const FLUSH_BYTES = '100000';

const asksRecords = ({ path, body }: Exchange): boolean =>
  path.startsWith('/_mget') && body.includes('-records-');
const asksLedger = ({ path, body }: Exchange): boolean =>
  path.startsWith('/_mget') && body.includes('-ledger"');
const writesRecords = ({ path, body }: Exchange): boolean =>
  path.startsWith('/_bulk') && body.startsWith('{"create"');

const REFUSED = {
  type: 'security_exception',
  reason: 'no permissions for [indices:data/read/mget[shard]] and User [name=shipper, roles=[]]',
};
const AWAY = {
  type: 'no_shard_available_action_exception',
  reason: 'No shard available for [get]',
};

/** One of the documents cannot be read; the answer is a 200 all the same. */
function withError(answer: string, error: object): string {
  const { docs } = JSON.parse(answer) as {
    readonly docs: readonly { readonly _index: string; readonly _id: string }[];
  }; // the shape of every answer to _mget
  const [first, ...others] = docs;
  return JSON.stringify({ docs: [{ _index: first?._index, _id: first?._id, error }, ...others] });
}

async function syncThrough(t: Test, prefix: string, watcher: Watcher, ...args: readonly string[]) {
  const proxy = await startProxy(watcher);
  t.teardown(() => proxy.close());
  const env = {
    TAMARIN_INDEX_PREFIX: prefix,
    TAMARIN_FLUSH_BYTES: FLUSH_BYTES,
    OPENSEARCH_URL: proxy.url,
  };
  return runTamarin(['sync', folder, '--json', ...args], env);
}

/** Loses the answer to the first bulk of records, so that the second try meets what the first wrote. */
function loseOne(): NonNullable<Watcher['after']> {
  let lost = 0;
  return (exchange) => {
    if (!writesRecords(exchange) || lost > 0) return 'pass';
    lost += 1;
    return 'swallow';
  };
}

function checkWhole(t: Test, report: SyncReport): void {
  t.equal(report.indexed, counts.indexed);
  t.equal(report.duplicates, counts.duplicates);
  t.equal(report.lines, report.indexed + report.duplicates + report.rejected + report.skipped);
}

t.test('without the right to read origins, a lost answer makes no duplicates', async (t) => {
  const prefix = testPrefix(t);
  const { code, stdout, stderr } = await syncThrough(t, prefix, {
    after: loseOne(),
    rewrite: (exchange, answer) => (asksRecords(exchange) ? withError(answer, REFUSED) : answer),
  });
  t.equal(code, 4, stdout);
  t.match(
    stderr,
    /refused to read the origin of records \(.*-records-2026-0\d\): security_exception/,
  );
  t.match(stderr, /Grant shipper indices:data\/read\/mget\* on .*-records-\*;/);
  const next = await runTamarin(['sync', folder, '--json'], { TAMARIN_INDEX_PREFIX: prefix });
  t.equal(next.code, 0, next.stderr);
  t.strictSame(await readIds(`${prefix}-records-*`), ids, 'with the right nothing is missing');
});

t.test('without the right to read the ledger, nothing that is done is overwritten', async (t) => {
  const prefix = testPrefix(t);
  const first = await runTamarin(['sync', folder], { TAMARIN_INDEX_PREFIX: prefix });
  t.equal(first.code, 0, first.stderr);
  const before = await readAll(`${prefix}-ledger`);
  const { code, stderr } = await syncThrough(t, prefix, {
    rewrite: (exchange, answer) => (asksLedger(exchange) ? withError(answer, REFUSED) : answer),
  });
  t.equal(code, 4);
  t.match(stderr, /Grant shipper indices:data\/read\/mget\* on .*-ledger;/);
  t.strictSame(await readAll(`${prefix}-ledger`), before);
});

for (const { name, asks } of [
  { name: 'the ledger', asks: asksLedger },
  { name: 'the records', asks: asksRecords },
]) {
  t.test(`a shard of ${name} that is away for a moment is waited for`, async (t) => {
    let away = 0;
    const { code, stdout, stderr } = await syncThrough(t, testPrefix(t), {
      after: loseOne(),
      rewrite: (exchange, answer) => {
        if (!asks(exchange) || away >= 2) return answer;
        away += 1;
        return withError(answer, AWAY);
      },
    });
    t.equal(code, 0, stderr);
    t.equal(away, 2);
    checkWhole(t, JSON.parse(stdout));
  });
}

t.test('a shard of the ledger that stays away ends the sync with its name', async (t) => {
  const { code, stderr } = await syncThrough(t, testPrefix(t), {
    rewrite: (exchange, answer) => (asksLedger(exchange) ? withError(answer, AWAY) : answer),
  });
  t.equal(code, 1);
  t.match(stderr, /could not read .*-ledger.*No shard available.*\n.*allocation\/explain/);
});

/** Two of the bulk requests are carried out twice by OpenSearch, unseen from outside. */
function repeatTwo(): { readonly watcher: Watcher; repeated: () => number } {
  let repeated = 0;
  const twice = (exchange: Exchange): boolean => {
    if (!writesRecords(exchange) || repeated >= 2) return false;
    repeated += 1;
    return true;
  };
  return { watcher: { twice }, repeated: () => repeated };
}

t.test('what OpenSearch wrote in a first try of its own is indexed, not a duplicate', async (t) => {
  const prefix = testPrefix(t);
  const { watcher, repeated } = repeatTwo();
  const { code, stdout, stderr } = await syncThrough(t, prefix, watcher);
  t.equal(code, 0, stderr);
  t.equal(repeated(), 2);
  checkWhole(t, JSON.parse(stdout));
  t.strictSame(await readIds(`${prefix}-records-*`), ids);
});

t.test('so is it in indices that held records before, and those are duplicates', async (t) => {
  const prefix = testPrefix(t);
  const part = everyNthSample(16);
  const env = { TAMARIN_INDEX_PREFIX: prefix };
  const first = await runTamarin(['sync', part.folder(t), '--json'], env);
  const before = await readIds(`${prefix}-records-*`);
  t.equal(JSON.parse(first.stdout).indexed, before.size);
  const { watcher, repeated } = repeatTwo();
  const { code, stdout, stderr } = await syncThrough(t, prefix, watcher);
  t.equal(code, 0, stderr);
  t.equal(repeated(), 2);
  const report: SyncReport = JSON.parse(stdout);
  t.equal(report.indexed, ids.size - before.size);
  t.equal(report.lines, report.indexed + report.duplicates + report.rejected + report.skipped);
  t.strictSame(await readIds(`${prefix}-records-*`), ids);
});
