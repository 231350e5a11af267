/**
 * Goal: of all that want the lease of a source one has it; one whose owner is dead is free at once where
 * that is certain, else after a minute of one's own clock without a write; nothing is taken from the living.
 */
import t from 'tap';
import { LeaseWatch } from '../../../src/sync/lease/lease-watch.ts';
import { type LeaseRequest, takeLease } from '../../../src/sync/lease/take-lease.ts';
import { ID, leaseOf, ModelLeases } from './model-leases.ts';

function requestOf(syncId: string, about: Partial<LeaseRequest> = {}): LeaseRequest {
  return {
    id: ID,
    document: () => leaseOf(syncId, 2),
    watch: new LeaseWatch(),
    hasEnded: () => false,
    timeoutMs: 60_000,
    nowMs: () => 0,
    ...about,
  };
}

t.test('a free lease is taken, and then it is held', async (t) => {
  const leases = new ModelLeases();
  t.match(await takeLease(leases, requestOf('first')), { kind: 'taken', from: null });
  t.match(await takeLease(leases, requestOf('second')), {
    kind: 'held',
    by: { sync_id: 'first' },
  });
  t.match(leases.lease?.document, { sync_id: 'first' });
});

t.test(
  'of fifty that want it at once one gets it, and all others are told whose it is',
  async (t) => {
    const leases = new ModelLeases();
    const taken = await Promise.all(
      Array.from({ length: 50 }, (_, at) => takeLease(leases, requestOf(`sync-${at}`))),
    );
    const winner = leases.lease?.document.sync_id;
    t.equal(taken.filter(({ kind }) => kind === 'taken').length, 1);
    for (const one of taken) if (one.kind === 'held') t.equal(one.by.sync_id, winner);
  },
);

t.test('an owner that is known to have ended loses it at once, to one of fifty', async (t) => {
  const leases = new ModelLeases();
  leases.put(leaseOf('dead', 7));
  const hasEnded: LeaseRequest['hasEnded'] = ({ pid }) => pid === 7;
  const taken = await Promise.all(
    Array.from({ length: 50 }, (_, at) => takeLease(leases, requestOf(`sync-${at}`, { hasEnded }))),
  );
  const winners = taken.filter((one) => one.kind === 'taken');
  t.match(winners, [{ from: { sync_id: 'dead' } }]);
  t.equal(winners.length, 1);
});

t.test('one that does not write loses it after a minute, not before', async (t) => {
  const leases = new ModelLeases();
  leases.put(leaseOf('silent'));
  let nowMs = 5_000_000; // of one's own clock: what the document says is never compared
  const request = requestOf('next', { nowMs: () => nowMs });
  for (const [afterMs, kind] of [
    [0, 'held'],
    [59_999, 'held'],
    [60_000, 'taken'],
  ] as const) {
    nowMs = 5_000_000 + afterMs;
    t.equal((await takeLease(leases, request)).kind, kind, `after ${afterMs} ms`);
  }
});

t.test('each write of the owner begins another minute', async (t) => {
  const leases = new ModelLeases();
  let nowMs = 0;
  const request = requestOf('next', { nowMs: () => nowMs });
  for (nowMs = 0; nowMs <= 300_000; nowMs += 50_000) {
    leases.put(leaseOf('alive'));
    t.equal((await takeLease(leases, request)).kind, 'held');
  }
});

t.test('a time in which nobody could ask does not count', async (t) => {
  const leases = new ModelLeases();
  leases.put(leaseOf('alive'));
  let nowMs = 0;
  const request = requestOf('next', { nowMs: () => nowMs });
  await takeLease(leases, request);
  leases.fault = () => 'before';
  nowMs = 300_000;
  await t.rejects(takeLease(leases, request), { message: 'no answer to create' });
  request.watch.startAgain();
  leases.fault = () => null;
  t.equal((await takeLease(leases, request)).kind, 'held', 'the owner may write now');
  nowMs = 360_000;
  t.equal((await takeLease(leases, request)).kind, 'taken');
});

t.test('a lease whose answer was lost is ours', async (t) => {
  const leases = new ModelLeases();
  leases.put(leaseOf('ours'));
  t.match(await takeLease(leases, requestOf('ours')), {
    kind: 'taken',
    version: leases.lease?.version,
    from: null,
  });
});

t.test('one that is given back between two requests is taken', async (t) => {
  const leases = new ModelLeases();
  leases.put(leaseOf('ending'));
  leases.meanwhile = async (call) => {
    if (call === 'read') leases.drop();
  };
  t.match(await takeLease(leases, requestOf('next')), { kind: 'taken', from: null });
});

t.test('an owner that writes while it is taken over keeps it', async (t) => {
  const leases = new ModelLeases();
  leases.put(leaseOf('slow'));
  let nowMs = 0;
  const request = requestOf('next', { nowMs: () => nowMs });
  await takeLease(leases, request);
  nowMs = 60_000;
  leases.meanwhile = async (call) => {
    if (call === 'replace') leases.put(leaseOf('slow'));
  };
  t.match(await takeLease(leases, request), { kind: 'held', by: { sync_id: 'slow' } });
});

t.test('one that changes hands between all requests is given up after twenty', async (t) => {
  const leases = new ModelLeases();
  leases.meanwhile = async (call) => {
    if (call === 'create') leases.put(leaseOf('other'));
    else leases.drop();
  };
  await t.rejects(takeLease(leases, requestOf('next')), { code: 'opensearch_failed' });
  t.equal(leases.calls.filter((call) => call === 'create').length, 20);
});
