/**
 * Goal: an answer claims to be complete up to a moment only where all that was delivered before is in,
 * and otherwise says in one line what is missing and what to do.
 */
import t from 'tap';
import { readAsOf } from '../../../src/questions/reach/as-of.ts';
import { asOfText } from '../../../src/questions/reach/as-of-text.ts';
import type { MissingObject, ReachFacts } from '../../../src/questions/reach/reach-facts.ts';
import { facts, NOW, source, sync } from '../reach-cases.ts';

const nowMs = Date.parse(NOW);
const textOf = (given: ReachFacts, from: string | null = null): string =>
  asOfText(readAsOf(given, { from }), nowMs);

const DONE = sync('24T00:07');
const progress = { listed: 1_019, skipped: 300, done: 70, failed: 8 };
const RUNS = sync('24T11:00', { state: 'running', objects: progress });
const KILLED = { ...RUNS, heartbeatAt: '2026-02-24T11:58:59.000Z' };
const other = { sourceId: 'file:/var/logs', complete: null };
const named = (name: string) => ({ source: name });

interface Case {
  readonly name: string;
  readonly given: ReachFacts;
  readonly from?: string;
  readonly says: string;
  readonly until?: string | null;
}

// biome-ignore format: a table, one row a case
const CASES: readonly Case[] = [
  { name: 'all is in', given: facts([source(DONE)]), until: DONE.startedAt,
    says: 'All logs delivered by 24 Feb 00:07 UTC are in; newest record 23 Feb 23:59; S3 may still deliver logs of the last hours.' },
  { name: 'a first sync runs', given: facts([source(RUNS)]), until: null,
    says: 'NOT complete: a sync of s3://logs/ is running (378 of 1,019 log objects). Newest record 23 Feb 23:59 UTC.' },
  { name: 'a first sync was killed', given: facts([source(KILLED)]), until: null,
    says: 'NOT complete: a sync of s3://logs/ stopped unexpectedly at 378 of 1,019: run it again. Newest record 23 Feb 23:59 UTC.' },
  { name: 'a first sync has given no sign of life for exactly a minute', given: facts([source({ ...RUNS, heartbeatAt: '2026-02-24T11:59:00.000Z' })]),
    says: 'NOT complete: a sync of s3://logs/ is running (378 of 1,019 log objects). Newest record 23 Feb 23:59 UTC.' },
  { name: 'a first sync is still listing', given: facts([source({ ...RUNS, isListed: false })]),
    says: 'NOT complete: a sync of s3://logs/ is running (378 of at least 1,019 log objects). Newest record 23 Feb 23:59 UTC.' },
  { name: 'a first sync that reads the newest first, asked about all time', given: facts([source({ ...RUNS, isListed: false }, { completeFrom: '2026-01-17T00:00:00.000Z' })]),
    says: 'NOT complete: complete from 2026-01-17 on; a sync of s3://logs/ is running (378 of at least 1,019 log objects). Newest record 23 Feb 23:59 UTC.' },
  { name: 'the same, asked about what is in', given: facts([source(RUNS, { complete: RUNS, completeFrom: '2026-01-17T00:00:00.000Z' })]),
    says: 'All logs delivered by 24 Feb 11:00 UTC are in; newest record 23 Feb 23:59; S3 may still deliver logs of the last hours. Older days follow: a sync of s3://logs/ is running (378 of 1,019 log objects).' },
  { name: 'a first sync has listed nothing yet', given: facts([source(sync('24T11:59', { state: 'running' }), { hasDone: false })], [], { newestRecord: null }),
    says: 'NOT complete: a sync of s3://logs/ is running.' },
  { name: 'a first sync failed', given: facts([source(sync('24T11:00', { state: 'failed', objects: progress }))]),
    says: 'NOT complete: a sync of s3://logs/ failed at 378 of 1,019: run it again. Newest record 23 Feb 23:59 UTC.' },
  { name: 'a first sync was interrupted', given: facts([source(sync('24T11:00', { state: 'interrupted' }))]),
    says: 'NOT complete: a sync of s3://logs/ was interrupted: run it again. Newest record 23 Feb 23:59 UTC.' },
  { name: 'a first sync was cancelled', given: facts([source(sync('24T11:00', { state: 'cancelled' }))]),
    says: 'NOT complete: a sync of s3://logs/ was cancelled: run it again. Newest record 23 Feb 23:59 UTC.' },
  { name: 'only a part was ever read', given: facts([source(DONE, { complete: null })]),
    says: 'NOT complete: only part of s3://logs/ was synced: sync it without --from and --to. Newest record 23 Feb 23:59 UTC.' },
  { name: 'no sync is on record', given: facts([]), until: null,
    says: 'NOT complete: no sync is on record. Newest record 23 Feb 23:59 UTC.' },
  { name: 'a later sync that runs is told', given: facts([source(RUNS, { complete: DONE })]), until: DONE.startedAt,
    says: 'All logs delivered by 24 Feb 00:07 UTC are in; newest record 23 Feb 23:59; S3 may still deliver logs of the last hours. A later sync of s3://logs/ is running (378 of 1,019 log objects).' },
  { name: 'a later sync that died is told', given: facts([source(KILLED, { complete: DONE })]), until: DONE.startedAt,
    says: 'All logs delivered by 24 Feb 00:07 UTC are in; newest record 23 Feb 23:59; S3 may still deliver logs of the last hours. A later sync of s3://logs/ stopped unexpectedly at 378 of 1,019: run it again.' },
  { name: 'a folder is filled by somebody who knows when', given: facts([source({ ...DONE, ...named('logs/') })]),
    says: 'All logs delivered by 24 Feb 00:07 UTC are in; newest record 23 Feb 23:59.' },
  { name: 'lines of the range were rejected', given: facts([source({ ...DONE, ...named('logs/') })], [], { rejected: 41 }),
    says: 'All logs delivered by 24 Feb 00:07 UTC are in; newest record 23 Feb 23:59. 41 lines in this range were rejected: see "tamarin quarantine".' },
  { name: 'a source behind another decides', given: facts([source(DONE), source(sync('22T10:00', named('logs/')), { sourceId: 'file:/var/logs' })]), until: '2026-02-22T10:00:00.000Z',
    says: 'All logs delivered by 22 Feb 10:00 UTC are in; newest record 23 Feb 23:59; S3 may still deliver logs of the last hours.' },
  { name: 'a source that was never read in full decides', given: facts([source(DONE), source(sync('24T10:00', { state: 'failed', ...named('logs/') }), other)]), until: null,
    says: 'NOT complete: a sync of logs/ failed: run it again. Newest record 23 Feb 23:59 UTC.' },
  { name: 'a source of which nothing was shipped does not count', given: facts([source(DONE), source(sync('24T10:00', { state: 'failed', ...named('lgos/') }), { ...other, hasDone: false })]), until: DONE.startedAt,
    says: 'All logs delivered by 24 Feb 00:07 UTC are in; newest record 23 Feb 23:59; S3 may still deliver logs of the last hours.' },
  { name: 'the right to read the syncs is missing', given: facts([source(DONE)], [], { unknownBecause: 'permission to search tamarin-syncs is missing' }), until: null,
    says: 'NOT complete: not checked: permission to search tamarin-syncs is missing. Newest record 23 Feb 23:59 UTC.' },
];

for (const { name, given, from = null, says, until } of CASES) {
  t.test(name, async (t) => {
    const asOf = readAsOf(given, { from });
    t.equal(asOfText(asOf, nowMs), says);
    t.equal(asOf.complete, !says.startsWith('NOT'));
    t.equal(asOf.because === null, asOf.complete);
    if (until !== undefined) t.equal(asOf.deliveredUntil, until);
  });
}

const object = (
  state: MissingObject['state'],
  lastModified: string,
  name = 'a',
): MissingObject => ({
  physicalId: `s3:Amazon S3/logs/${name}`,
  state,
  lastModified: `2026-02-${lastModified}:00.000Z`,
});

t.test(
  'a log object that failed is missing, but not one that came after the sync began',
  async (t) => {
    const failed = facts(
      [source(DONE)],
      [object('failed', '24T00:06'), object('archived', '20T00:00')],
    );
    t.match(readAsOf(failed, { from: null }), {
      complete: false,
      failed: 2,
      deliveredUntil: DONE.startedAt,
    });
    t.match(
      textOf(failed),
      /^NOT complete: of the log objects in s3:\/\/logs\/, 1 failed, 1 is archived; "tamarin status" names them\./,
    );
    t.match(readAsOf(facts([source(DONE)], [object('failed', '24T00:07')]), { from: null }), {
      complete: true,
      failed: 0,
    });
    const foreign = { ...object('failed', '20T00:00'), physicalId: 's3:Amazon S3/other/a' };
    t.ok(
      readAsOf(facts([source(DONE)], [foreign]), { from: null }).complete,
      'of a source that does not count',
    );
  },
);

t.test('more missing log objects than were read are held against the answer', async (t) => {
  const given = (at: string) =>
    facts([source(DONE)], [], { missing: { count: 5_001, first: [object('failed', at)] } });
  t.match(readAsOf(given('20T00:00'), { from: null }), {
    complete: false,
    failed: 5_001,
    because: /5,000 more log objects/,
  });
  t.match(
    readAsOf(given('24T00:08'), { from: null }),
    { complete: true, failed: 0 },
    'unless all came later',
  );
});

t.test('a file that was still growing is missing from a range that reaches so far', async (t) => {
  const given = facts([source(sync('24T00:07', { ...named('logs/'), objects: { growing: 2 } }))]);
  t.match(textOf(given), /^NOT complete: of the log objects in logs\/, 2 are still being written/);
  t.match(textOf(given, '2026-02-24T00:11:59.000Z'), /^NOT complete/);
  t.match(textOf(given, '2026-02-24T00:12:00.000Z'), /^All logs/);
});

t.test('the names of folders do not run into each other', async (t) => {
  const logs = source(DONE, { sourceId: 'file:/var/logs' });
  const at = (path: string) =>
    facts([logs], [{ ...object('failed', '20T00:00'), physicalId: `file:${path}` }]);
  t.equal(readAsOf(at('/var/logs/a'), { from: null }).failed, 1);
  t.equal(readAsOf(at('/var/logs'), { from: null }).failed, 1, 'a file that is the source');
  t.equal(readAsOf(at('/var/logs-old/a'), { from: null }).failed, 0);
});

t.test('where the configuration names sources, only those count', async (t) => {
  const given = facts([
    source(DONE),
    source(sync('20T10:00', named('logs/')), { ...other, hasDone: true }),
  ]);
  const configured = ['s3:Amazon S3/logs/'];
  t.match(readAsOf(given, { from: null, configured }), {
    complete: true,
    sources: [{ source: 's3://logs/' }],
  });
  t.equal(readAsOf(given, { from: null }).complete, false);
});

t.test('the last sync that is told is that of the source that stands worst', async (t) => {
  const behind = source(sync('20T10:00', named('behind/')), { sourceId: 'file:/behind' });
  const runs = source({ ...RUNS, ...named('runs/') }, { sourceId: 'file:/runs', complete: DONE });
  const died = source({ ...KILLED, ...named('died/') }, { sourceId: 'file:/died', complete: DONE });
  const never = source(sync('24T10:00', { state: 'failed', ...named('never/') }), {
    sourceId: 'file:/never',
  });
  const names = (...sources: Parameters<typeof facts>[0]) =>
    readAsOf(facts(sources), { from: null }).sources.map((each) => each.source);
  t.strictSame(names(source(DONE), behind, runs, died, never), [
    'never/',
    'died/',
    'runs/',
    'behind/',
    's3://logs/',
  ]);
  t.match(readAsOf(facts([behind, died]), { from: null }).lastSync, {
    source: 'died/',
    state: 'stopped',
    finishedAt: null,
  });
});

t.test('without the right to refresh the line says how old the answer may be', async (t) => {
  const asOf = readAsOf(facts([source(RUNS, { complete: DONE })]), {
    from: null,
    unseenSeconds: 30,
  });
  t.match(
    asOfText(asOf, nowMs),
    /Up to 30 s old: permission to refresh the record indices is missing\./,
  );
  t.equal(asOf.unseenSeconds, 30);
});

t.test('a time of another year is shown with it', async (t) => {
  const given = facts([source({ ...DONE, ...named('logs/') })]);
  const text = asOfText(readAsOf(given, { from: null }), Date.parse('2027-01-01T00:00:00Z'));
  t.equal(
    text,
    'All logs delivered by 24 Feb 2026 00:07 UTC are in; newest record 23 Feb 2026 23:59.',
  );
});

t.test('from when on an answer would be complete: the latest of all sources that lack older days', async (t) => {
  const from = (day: string) => ({ completeFrom: `2026-01-${day}T00:00:00.000Z` });
  const other = { sourceId: 's3:Amazon S3/other/' };
  const askedOf = (...sources: ReturnType<typeof source>[]): string | null =>
    readAsOf(facts(sources), { from: null }).completeFrom;
  t.equal(askedOf(source(RUNS, from('17')), source(RUNS, { ...other, ...from('20') })), from('20').completeFrom);
  t.equal(askedOf(source(RUNS, from('17')), source(sync('24T00:07'), other)), from('17').completeFrom);
  t.equal(askedOf(source(RUNS, from('17')), source(RUNS, other)), null, 'of one it is not known');
  t.equal(askedOf(source(sync('24T00:07'), from('17'))), null, 'it is complete for all time');
}); // biome-ignore format: one line a case
