/**
 * Goal: an owner keeps its lease through every trouble in which nobody else has taken it, stops where
 * somebody has, and gives it back once.
 */
import t, { type Test } from 'tap';
import type { TamarinError } from '../../../src/core/error.ts';
import { HeldLease } from '../../../src/sync/lease/held-lease.ts';
import { ModelClock } from '../model/model-clock.ts';
import { ID, leaseOf, ModelLeases } from './model-leases.ts';

const EVERY_MS = 5_000;

function hold(t: Test, leases = new ModelLeases()) {
  const clock = new ModelClock(0);
  const stop = new AbortController();
  const lost: TamarinError[] = [];
  const document = () => ({
    ...leaseOf('ours'),
    heartbeat_at: new Date(clock.nowMs).toISOString(),
  });
  const lease = new HeldLease(() => leases, {
    id: ID,
    document,
    version: leases.put(leaseOf('ours')),
    renewEveryMs: EVERY_MS,
    sleep: clock.sleep,
    signal: stop.signal,
    onLost: (error) => lost.push(error),
  });
  t.teardown(() => stop.abort());
  return { leases, clock, lease, lost, stop };
}

t.test('it is renewed every five seconds, and is free once it is given back', async (t) => {
  const { leases, clock, lease, lost } = hold(t);
  await clock.sleep(21_000);
  t.strictSame(leases.calls, ['replace', 'replace', 'replace', 'replace']);
  t.equal(leases.lease?.document.heartbeat_at, new Date(20_000).toISOString());
  await lease.release();
  t.equal(leases.lease, null);
  await clock.sleep(30_000);
  await lease.release();
  t.equal(leases.calls.length, 5, 'nothing is asked any more');
  t.strictSame(lost, []);
});

t.test('without an answer for ten minutes it is kept, and the first renewal counts', async (t) => {
  const { leases, clock, lease, lost } = hold(t);
  leases.fault = () => (clock.nowMs < 600_000 ? 'before' : null);
  await clock.sleep(612_000);
  t.equal(leases.lease?.document.heartbeat_at, new Date(610_000).toISOString());
  t.strictSame(lost, []);
  await lease.release();
  t.equal(leases.lease, null);
});

t.test('a renewal whose answer was lost is its own', async (t) => {
  const { leases, clock, lease, lost } = hold(t);
  let faults = 0;
  leases.fault = (call) => {
    if (call !== 'replace' || faults === 3) return null;
    faults += 1;
    return 'after';
  };
  await clock.sleep(31_000);
  t.equal(faults, 3);
  t.strictSame(lost, []);
  await lease.release();
  t.equal(leases.lease, null, 'it knows the version that is there');
});

t.test('a lease that was deleted with its index is made again', async (t) => {
  const { leases, clock, lease, lost } = hold(t);
  await clock.sleep(6_000);
  leases.drop();
  await clock.sleep(6_000);
  t.equal(leases.lease?.document.sync_id, 'ours');
  t.strictSame(lost, []);
  await lease.release();
  t.equal(leases.lease, null);
});

t.test(
  'an owner that slept finds its lease taken, is told by whom, and leaves it alone',
  async (t) => {
    const { leases, clock, lease, lost } = hold(t);
    await clock.sleep(1_000);
    leases.put(leaseOf('other', 42));
    await clock.sleep(10_000);
    t.match(lost, [{ code: 'interrupted', message: /^Sync other \(process 42 on host-42\) has taken over/ }]); // biome-ignore format: one comparison
    await clock.sleep(30_000);
    t.strictSame(leases.calls, ['replace', 'read'], 'it asks no more');
    await lease.release();
    t.equal(leases.lease?.document.sync_id, 'other');
  },
);

t.test('one that is taken and deleted while it was away goes to who is quicker', async (t) => {
  const { leases, clock, lease, lost } = hold(t);
  leases.drop();
  leases.meanwhile = async (call) => {
    if (call === 'create') leases.put(leaseOf('quicker'));
  };
  await clock.sleep(12_000);
  t.match(lost, [{ message: /^Sync quicker / }]);
  await lease.release();
  t.equal(leases.lease?.document.sync_id, 'quicker');
});

t.test(
  'a sync that is stopped renews no more, and keeps the lease until it has ended',
  async (t) => {
    const { leases, clock, lease, stop } = hold(t);
    await clock.sleep(6_000);
    stop.abort();
    await clock.sleep(30_000);
    t.strictSame(leases.calls, ['replace']);
    t.not(leases.lease, null);
    await lease.release();
    t.equal(leases.lease, null);
  },
);

t.test('giving it back never fails', async (t) => {
  const { leases, lease } = hold(t);
  leases.fault = () => 'before';
  await lease.release();
  t.not(leases.lease, null, 'the next one takes it over');
});
