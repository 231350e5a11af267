/** Goal: sources run when their schedule says, never twice at a time, whatever a run does. */
import t from 'tap';
import {
  type ScheduledSource,
  type ScheduleHooks,
  startSchedules,
} from '../../src/app/schedule.ts';
import type { Schedule } from '../../src/config/read-schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-01T00:00:00Z');

/** A clock that goes only when everybody sleeps: to the next one who wakes. */
class Clock {
  nowMs = START;
  readonly #sleepers = new Set<{ readonly atMs: number; readonly wake: () => void }>();

  readonly sleep = (delayMs: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        resolve();
      };
      const sleeper = { atMs: this.nowMs + delayMs, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', wake);
    });

  async goTo(timeMs: number): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve)); // all that is awake goes on
      const [first] = [...this.#sleepers].sort((a, b) => a.atMs - b.atMs);
      if (first === undefined || first.atMs > timeMs) break;
      this.nowMs = first.atMs;
      first.wake();
    }
    this.nowMs = timeMs;
  }

  get sleeping(): number {
    return this.#sleepers.size;
  }
}

const every = (everyMs: number): Schedule => ({ kind: 'every', everyMs });
const cron = (expression: string, timeZone = 'UTC'): Schedule => ({
  kind: 'cron',
  expression,
  timeZone,
});
const source = (
  schedule: Schedule | null,
  about: Partial<ScheduledSource> = {},
): ScheduledSource => ({
  alias: 'media',
  schedule,
  monitor: true,
  ...about,
});

function start(
  sources: readonly ScheduledSource[],
  about: Partial<ScheduleHooks> = {},
  clock = new Clock(),
) {
  const runs: string[] = [];
  const failures: string[] = [];
  const schedules = startSchedules(sources, {
    run: async (alias) => {
      runs.push(`${alias} ${new Date(clock.nowMs).toISOString().slice(0, 19)}`);
    },
    failed: (alias, error) => failures.push(`${alias}: ${error}`),
    now: () => clock.nowMs,
    random: () => 0,
    sleep: clock.sleep,
    ...about,
  });
  return { clock, runs, failures, schedules };
}

t.test('an interval begins at once, and goes on from each begin', async (t) => {
  const { clock, runs, schedules } = start([source(every(15 * MINUTE))]);
  t.equal(schedules.nextRun('media'), START);
  await clock.goTo(START + 40 * MINUTE);
  t.strictSame(runs, ['media 2026-03-01T00:00:00', 'media 2026-03-01T00:15:00', 'media 2026-03-01T00:30:00']); // biome-ignore format: one list
  t.equal(schedules.nextRun('media'), START + 45 * MINUTE);
  await schedules.stop();
});

t.test(
  'a cron expression is read in its time zone, also over a change of the clocks',
  async (t) => {
    const clock = new Clock();
    clock.nowMs = Date.parse('2026-03-28T00:00:00Z');
    const { runs, schedules } = start([source(cron('30 6 * * *', 'Europe/Berlin'))], {}, clock);
    t.equal(schedules.nextRun('media'), Date.parse('2026-03-28T05:30:00Z'));
    await clock.goTo(Date.parse('2026-03-30T00:00:00Z'));
    t.strictSame(runs, ['media 2026-03-28T05:30:00', 'media 2026-03-29T04:30:00']);
    await schedules.stop();
  },
);

t.test('no schedule, a paused one, an unknown alias: no run and no next one', async (t) => {
  const paused = source(every(MINUTE), { alias: 'paused', monitor: false });
  const { clock, runs, schedules } = start([source(null), paused]);
  await clock.goTo(START + HOUR);
  t.strictSame(runs, []);
  for (const alias of ['media', 'paused', 'other']) t.equal(schedules.nextRun(alias), null, alias);
  await schedules.stop();
});

t.test(
  'a run that takes longer than its interval is not overtaken, and nothing is made up for',
  async (t) => {
    const clock = new Clock();
    const begun: number[] = [];
    let running = 0;
    const run = async (): Promise<void> => {
      running += 1;
      t.equal(running, 1);
      begun.push((clock.nowMs - START) / MINUTE);
      await clock.sleep(25 * MINUTE);
      running -= 1;
    };
    const { schedules } = start([source(every(10 * MINUTE))], { run }, clock);
    await clock.goTo(START + 70 * MINUTE);
    t.strictSame(begun, [0, 25, 50]);
    const stopped = schedules.stop();
    await clock.goTo(START + 80 * MINUTE);
    await stopped;
    t.equal(running, 0, 'a run under way is waited for');
    t.equal(schedules.nextRun('media'), null);
  },
);

t.test('a cron run that was missed while one was under way is left out', async (t) => {
  const clock = new Clock();
  const begun: string[] = [];
  const run = async (): Promise<void> => {
    begun.push(new Date(clock.nowMs).toISOString().slice(11, 16));
    await clock.sleep(90 * MINUTE);
  };
  const { schedules } = start([source(cron('0 * * * *'))], { run }, clock);
  await clock.goTo(START + 6 * HOUR);
  t.strictSame(begun, ['01:00', '03:00', '05:00']);
  const stopped = schedules.stop();
  await clock.goTo(START + 8 * HOUR);
  await stopped;
});

t.test('a run that fails is told, and the next one comes', async (t) => {
  let count = 0;
  const { clock, failures, schedules } = start([source(every(MINUTE))], {
    run: async () => {
      count += 1;
      if (count === 2) throw new Error('no bucket');
    },
  });
  await clock.goTo(START + 3 * MINUTE);
  t.equal(count, 4);
  t.strictSame(failures, ['media: Error: no bucket']);
  await schedules.stop();
});

t.test('the start is moved by up to a tenth of the interval, a minute at most', async (t) => {
  const moved = async (schedule: Schedule, random: number): Promise<number> => {
    const { schedules } = start([source(schedule)], { random: () => random });
    const nextMs = schedules.nextRun('media') ?? 0;
    await schedules.stop();
    return nextMs - START;
  };
  t.equal(await moved(every(MINUTE), 0.999), 5_994);
  t.equal(await moved(every(MINUTE), 0), 0);
  t.equal(await moved(every(24 * HOUR), 0.999), 59_940);
  t.equal(await moved(cron('5 * * * *'), 0.5), 5 * MINUTE + 30_000);
  t.equal(await moved(cron('*/5 * * * *'), 0.5), 5 * MINUTE + 15_000);
});

t.test('stop ends the waiting at once, and nothing runs any more', async (t) => {
  const { clock, runs, schedules } = start([
    source(cron('0 12 * * *')),
    source(every(HOUR), { alias: 'b' }),
  ]);
  await clock.goTo(START + MINUTE);
  t.equal(runs.length, 1);
  await schedules.stop();
  t.equal(clock.sleeping, 0);
  await clock.goTo(START + 48 * HOUR);
  t.equal(runs.length, 1);
});

t.test('a clock that was set forward is noticed within a minute', async (t) => {
  const clock = new Clock();
  let sleeps = 0;
  const sleep: ScheduleHooks['sleep'] = async (delayMs, signal) => {
    t.ok(delayMs <= MINUTE);
    sleeps += 1;
    if (sleeps === 2)
      clock.nowMs += 13 * HOUR; // the machine slept
    else await clock.sleep(delayMs, signal);
  };
  const { runs, schedules } = start([source(cron('0 12 * * *'))], { sleep }, clock);
  await clock.goTo(START + MINUTE);
  await clock.goTo(clock.nowMs);
  t.strictSame(runs, ['media 2026-03-01T13:01:00']);
  await schedules.stop();
});
