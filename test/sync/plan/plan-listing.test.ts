/**
 * Goal: a listing leaves out only what an earlier sync is sure to have listed, also where that sync
 * ran on a machine whose clock is wrong.
 */
import t from 'tap';
import { deliveredWithin, type KeyWindow, lookBackFrom } from '../../../src/source/log/key-window.ts'; // biome-ignore format: one line
import type { SyncDocument } from '../../../src/sync/store/sync-document.ts';
import { records } from '../model/model-lines.ts';
import { ModelSource, PREFIX } from '../model/model-source.ts';
import { ModelStore } from '../model/model-store.ts';
import {
  checkConservation,
  checkIds,
  HOUR_MS,
  type ModelRun,
  NAMES,
  NOW_MS,
  runModel,
  WHOLE_PASS_EVERY_MS,
} from '../model/run-model.ts';

type Earlier = Pick<SyncDocument, 'listing' | 'state'> & { agoMs: number; sourceId?: string };

interface Case {
  readonly name: string;
  readonly earlier: readonly Earlier[];
  readonly options?: ModelRun['options'];
  readonly kind: SyncDocument['listing'];
  /** What the source was told is known, before now; null: nothing. */
  readonly knownAgoMs: number | null;
  /** Another window that it is asked for. */
  readonly window?: KeyWindow;
}

const whole = { listing: 'whole', state: 'done' } as const;
const recent = { listing: 'recent', state: 'done' } as const;
const CASES: readonly Case[] = [
  { name: 'the first sync lists everything', earlier: [], kind: 'whole', knownAgoMs: null },
  {
    name: 'after a whole one only what is recent, from its start on',
    earlier: [{ ...whole, agoMs: HOUR_MS }],
    kind: 'recent',
    knownAgoMs: HOUR_MS,
  },
  {
    name: 'the newest start counts, of a whole or a recent one',
    earlier: [
      { ...whole, agoMs: 30 * HOUR_MS },
      { ...recent, agoMs: HOUR_MS },
      { ...recent, agoMs: 2 * HOUR_MS },
    ],
    kind: 'recent',
    knownAgoMs: HOUR_MS,
  },
  {
    name: 'a recent one alone proves nothing of what is old',
    earlier: [{ ...recent, agoMs: HOUR_MS }],
    kind: 'whole',
    knownAgoMs: null,
  },
  ...(['failed', 'interrupted', 'cancelled', 'running'] as const).map(
    (state): Case => ({
      name: `one that is ${state} proves nothing`,
      earlier: [{ ...whole, state, agoMs: HOUR_MS }],
      kind: 'whole',
      knownAgoMs: null,
    }),
  ),
  {
    name: 'one of another source proves nothing',
    earlier: [{ ...whole, agoMs: HOUR_MS, sourceId: `${PREFIX}2026/` }],
    kind: 'whole',
    knownAgoMs: null,
  },
  {
    name: 'one of a part proves nothing',
    earlier: [{ listing: 'part', state: 'done', agoMs: HOUR_MS }],
    kind: 'whole',
    knownAgoMs: null,
  },
  {
    name: 'a week after the last whole one everything is listed again',
    earlier: [
      { ...whole, agoMs: WHOLE_PASS_EVERY_MS },
      { ...recent, agoMs: HOUR_MS },
    ],
    kind: 'whole',
    knownAgoMs: null,
  },
  {
    name: 'a second before that it is not',
    earlier: [{ ...whole, agoMs: WHOLE_PASS_EVERY_MS - 1_000 }],
    kind: 'recent',
    knownAgoMs: WHOLE_PASS_EVERY_MS - 1_000,
  },
  {
    name: 'a sync of another machine whose clock runs ahead: what it says is known may not be',
    earlier: [
      { ...whole, agoMs: 2 * HOUR_MS },
      { ...recent, agoMs: -HOUR_MS },
    ],
    kind: 'whole',
    knownAgoMs: null,
  },
  {
    name: '--full lists everything',
    earlier: [{ ...whole, agoMs: HOUR_MS }],
    options: { full: true },
    kind: 'whole',
    knownAgoMs: null,
  },
  {
    name: '--from lists what may have been delivered since, and is a part',
    earlier: [{ ...whole, agoMs: HOUR_MS }],
    options: { fromMs: NOW_MS - HOUR_MS },
    kind: 'part',
    knownAgoMs: null,
    window: deliveredWithin(NOW_MS - HOUR_MS, null),
  },
];

for (const { name, earlier, options, kind, knownAgoMs, window } of CASES) {
  t.test(name, async (t) => {
    const store = new ModelStore(NAMES);
    for (const [at, { agoMs, sourceId = PREFIX, ...sync }] of earlier.entries()) {
      const started_at = new Date(NOW_MS - agoMs).toISOString();
      store.plant(NAMES.syncs, `${at}`, { ...sync, source_id: sourceId, started_at });
    }
    const objects = [{ key: 'a', text: records(0, 3) }];
    const source = new ModelSource(objects);
    const result = await runModel({ source, store, ...(options === undefined ? {} : { options }) });
    t.equal(result.report?.listing, kind);
    const known = knownAgoMs === null ? null : lookBackFrom(NOW_MS - knownAgoMs);
    t.strictSame(source.asked, [window ?? known]);
    checkConservation(t, result);
    checkIds(t, store, window === undefined ? objects : []);
  });
}

t.test('a sync that a clock running ahead has stamped is outlived by the next', async (t) => {
  const store = new ModelStore(NAMES);
  const source = new ModelSource([{ key: 'a', text: records(0, 3) }]);
  const started_at = new Date(NOW_MS + HOUR_MS).toISOString();
  store.plant(NAMES.syncs, 'ahead', { ...whole, source_id: PREFIX, started_at });
  await runModel({ source, store, syncId: 'one' });
  const late = records(3, 2);
  source.objects.push({ key: 'b', text: late });
  const result = await runModel({ source, store, syncId: 'two' });
  t.equal(result.report?.listing, 'whole', 'until that time has come');
  t.match(result.tally, { indexed: 2, objects: { skipped: 1, done: 1 } });
  checkConservation(t, result);
  checkIds(t, store, source.objects);
});
