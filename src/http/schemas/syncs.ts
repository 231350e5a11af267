/** A sync and a source, as the routes of syncs show them. */
import { Type } from 'typebox';
import type { SyncView } from '../../app/service/sync-view.ts';
import { Count, closed, orNull, Time } from './answer-parts.ts';

const STATES = ['running', 'done', 'failed', 'interrupted', 'cancelled'] as const satisfies readonly SyncView['state'][]; // biome-ignore format: one line

const Links = closed({ self: Type.String(), events: Type.String() });

export const Sync = closed({
  syncId: Type.String(),
  source: Type.String({ description: 'Alias; of a sync from the command line what it was given' }),
  trigger: Type.String({ description: 'cli, http or schedule' }),
  state: Type.Enum([...STATES]),
  dryRun: Type.Boolean(),
  full: Type.Boolean(),
  overwrite: Type.Boolean(),
  from: orNull(Time),
  to: orNull(Time),
  startedAt: Time,
  finishedAt: orNull(Time),
  cancelRequested: Type.Boolean(),
  listingEnded: Type.Boolean({ description: 'false: listed and bytesToRead are at least so many' }),
  objects: closed({
    listed: Count,
    skipped: Count,
    done: Count,
    failed: Count,
    notALog: Count,
    archived: Count,
    gone: Count,
    growing: Count,
  }),
  lines: Count,
  indexed: Count,
  duplicates: Count,
  rejected: Count,
  skipped: Count,
  removed: Count,
  bytesRead: Count,
  bytesToRead: Count,
  bytesPerSecond: Count,
  linesPerSecond: Count,
  secondsLeft: Type.Union([Count, Type.Null()], {
    description: 'Known once the listing has ended',
  }),
  newestRecord: orNull(Time),
  failures: Type.Array(Type.String(), {
    description: 'The first 100 failed log objects: key: reason',
  }),
  error: orNull(Type.String()),
  links: Links,
});

export const SyncPage = closed({
  syncs: Type.Array(Sync),
  next: orNull(Type.String({ description: '?after= of the next page' })),
});

export const Sources = closed({
  sources: Type.Array(
    closed({
      alias: Type.String(),
      schedule: orNull(Type.String()),
      monitor: Type.Boolean({ description: 'false: the schedule is paused' }),
      nextRun: orNull(Time),
      lastSync: orNull(
        closed({
          syncId: Type.String(),
          state: Type.Enum([...STATES]),
          startedAt: Time,
          finishedAt: orNull(Time),
          links: Links,
        }),
      ),
      newestRecord: orNull(Time),
      lagSeconds: Type.Union([Count, Type.Null()], { description: 'Age of the newest record' }),
    }),
  ),
});

export const linksOf = (syncId: string): { readonly self: string; readonly events: string } => ({
  self: `/sync/${syncId}`,
  events: `/sync/${syncId}/events`,
});

export const toSync = (view: SyncView) => ({
  ...view,
  failures: [...view.failures],
  links: linksOf(view.syncId),
});
