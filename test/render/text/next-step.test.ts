/** Goal: `status` names one command that helps most, and it can be pasted into a shell. */
import t from 'tap';
import { readAsOf } from '../../../src/questions/reach/as-of.ts';
import type { SourceFacts } from '../../../src/questions/reach/reach-facts.ts';
import { stateOf } from '../../../src/questions/reach/sync-words.ts';
import { type Known, nextStep } from '../../../src/render/text/next-step.ts';
import type { Status } from '../../../src/render/text/status-text.ts';
import { ALL_IN } from '../../questions/memory-search.ts';

const LOGS = ALL_IN.sources[0] as SourceFacts; // there is one

interface World {
  readonly about?: Partial<SourceFacts['newest']>;
  readonly isWhole?: boolean;
  readonly failed?: number;
  readonly rejects?: Status['rejects'];
  readonly running?: Status['running'];
}

function status({ about = {}, isWhole = true, failed = 0, rejects = {}, running = [] }: World) {
  const newest = { ...LOGS.newest, ...about };
  const facts = { ...ALL_IN, sources: [{ ...LOGS, newest, complete: isWhole ? newest : null }] };
  const source = {
    source: newest.source,
    sourceId: LOGS.sourceId,
    counts: true,
    lastSync: { ...newest, state: stateOf(newest, facts.atMs) },
    lastCompleteSync: isWhole ? newest : null,
    objects: { failed },
    named: [],
    rejectedIn: [],
    rejectedObjects: 0,
    delay: null,
    growing: 0,
  };
  const asOf = readAsOf(facts, { from: null });
  return { asOf, sources: [source], rejects, running, buckets: [], disk: null };
}

const KNOWN: Known = { nowMs: ALL_IN.atMs, aliases: [], isSamples: false };
const NOTHING = { ...status({}), sources: [], asOf: readAsOf({ ...ALL_IN, sources: [] }, { from: null }) }; // biome-ignore format: one status
const lease = { source: 's3://logs/', syncId: 's', trigger: 'cli', startedAt: '2026-03-01T11:00:00.000Z' }; // biome-ignore format: one lease

// biome-ignore format: a row a case
const STEPS: readonly (readonly [Omit<Status, 'next'>, Partial<Known>, string])[] = [
  [NOTHING, {}, 'tamarin sync s3://LOG-BUCKET/PREFIX'],
  [NOTHING, { aliases: ['media'] }, 'tamarin sync media'],
  [status({ running: [{ ...lease, heartbeatAt: '2026-03-01T11:59:58.000Z' }] }), {}, 'tamarin status'],
  [status({ running: [{ ...lease, heartbeatAt: '2026-03-01T11:00:58.000Z' }] }), {}, 'tamarin why'],
  [status({ about: { state: 'interrupted' }, isWhole: false }), {}, 'tamarin sync s3://logs/'],
  [status({ about: { state: 'running', source: './my logs' }, isWhole: false }), {}, "tamarin sync './my logs'"],
  [status({ about: { state: 'failed', source: "it's; rm" }, isWhole: false }), {}, "tamarin sync 'it'\\''s; rm'"],
  [status({ isWhole: false }), {}, 'tamarin sync s3://logs/'],
  [status({ failed: 2, rejects: { torn_record: 4 } }), {}, 'tamarin sync s3://logs/'],
  [status({ rejects: { torn_record: 4 } }), {}, 'tamarin quarantine'],
  [status({ rejects: { torn_record: 4 } }), { nowMs: ALL_IN.atMs + 86_400_000 }, 'tamarin sync s3://logs/'],
  [status({}), { isSamples: true }, 'tamarin why --samples'],
  [NOTHING, { isSamples: true }, 'tamarin up'],
];

for (const [at, [given, known, command]] of STEPS.entries())
  t.test(`${at + 1}. ${command}`, async (t) => {
    const next = nextStep(given, { ...KNOWN, ...known });
    t.equal(next.command, command);
    t.not(next.because, '');
    t.equal(/--samples/.test(next.because), given === NOTHING && command.includes('LOG-BUCKET'));
  });
