/**
 * Runs sources by their schedules: one loop a source, so that a source never runs twice at a time. A run
 * that takes longer than its interval is followed by the next one; runs that were missed meanwhile are
 * not made up for, because a sync takes up all that came.
 */
import { nextOfCron, type Schedule } from '../config/read-schedule.ts';
import type { OpenableSource } from './openable-source.ts';
import type { Surroundings } from './surroundings.ts';

export type ScheduledSource = Pick<OpenableSource, 'alias' | 'schedule' | 'monitor'>;

export interface ScheduleHooks extends Pick<Surroundings, 'now' | 'random' | 'sleep'> {
  /** One sync of a source. */
  readonly run: (alias: string) => Promise<void>;
  /** A run that failed does not end the schedule. */
  readonly failed: (alias: string, error: unknown) => void;
}

export interface Schedules {
  /** Milliseconds since 1970, that of a run under way included; null: no schedule, paused, or stopped. */
  nextRun(alias: string): number | null;
  /** Begins no more runs. Resolves when those under way have ended: who wants them to end stops them. */
  stop(): Promise<void>;
}

/** Programs that start together, and sources with one schedule, do not all ask at once. */
const JITTER_SHARE = 0.1;
const JITTER_MAX_MS = 60_000;
/** A timer sleeps while the machine does; the clock is asked again this often. */
const SLEEP_MAX_MS = 60_000;

export function startSchedules(
  sources: readonly ScheduledSource[],
  hooks: ScheduleHooks,
): Schedules {
  const next = new Map<string, number>();
  const stopping = new AbortController();
  const loops = sources.flatMap(({ alias, schedule, monitor }) =>
    schedule === null || !monitor
      ? []
      : [keepSchedule({ alias, schedule, next, signal: stopping.signal }, hooks)],
  );
  return {
    nextRun: (alias) => next.get(alias) ?? null,
    stop: async () => {
      stopping.abort();
      next.clear();
      await Promise.all(loops);
    },
  };
}

interface Planned {
  readonly alias: string;
  readonly schedule: Schedule;
  readonly next: Map<string, number>;
  readonly signal: AbortSignal;
}

async function keepSchedule(planned: Planned, hooks: ScheduleHooks): Promise<void> {
  const { alias, schedule, next, signal } = planned;
  let dueMs = firstDue(schedule, hooks.now());
  while (dueMs !== null) {
    const startMs = dueMs + jitterMs(schedule, dueMs, hooks.random);
    next.set(alias, startMs);
    await sleepUntil(startMs, hooks, signal); // one run after the other
    if (signal.aborted) break;
    const begunMs = hooks.now();
    const planMs = dueAfter(schedule, begunMs);
    if (planMs !== null) next.set(alias, planMs);
    try {
      await hooks.run(alias); // the same
    } catch (error) {
      hooks.failed(alias, error);
    }
    if (signal.aborted) break;
    const endedMs = hooks.now();
    dueMs = planMs === null || planMs > endedMs ? planMs : firstDue(schedule, endedMs);
  }
  next.delete(alias);
}

/** An interval begins with a run: who starts the service wants to see it work. */
const firstDue = (schedule: Schedule, nowMs: number): number | null =>
  schedule.kind === 'every' ? nowMs : nextOfCron(schedule, nowMs);

const dueAfter = (schedule: Schedule, nowMs: number): number | null =>
  schedule.kind === 'every' ? nowMs + schedule.everyMs : nextOfCron(schedule, nowMs);

function jitterMs(schedule: Schedule, dueMs: number, random: () => number): number {
  const intervalMs = (dueAfter(schedule, dueMs) ?? dueMs) - dueMs;
  return Math.floor(random() * Math.min(intervalMs * JITTER_SHARE, JITTER_MAX_MS));
}

async function sleepUntil(
  timeMs: number,
  { now, sleep }: ScheduleHooks,
  signal: AbortSignal,
): Promise<void> {
  for (let leftMs = timeMs - now(); leftMs > 0 && !signal.aborted; leftMs = timeMs - now())
    await sleep(Math.min(leftMs, SLEEP_MAX_MS), signal); // a clock that was set is noticed
}
