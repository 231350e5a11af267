/** What a service does with its sources: it syncs them when somebody asks, and by their schedules. */
import { scheduleText } from '../../config/read-schedule.ts';
import { messageOf } from '../../core/error.ts';
import { type Schedules, startSchedules } from '../schedule.ts';
import { type SourceView, SyncService, type SyncServiceOptions } from './sync-service.ts';

export interface SourceStatus extends SourceView {
  /** As the configuration says it: `15m`, or a cron expression and its time zone; null: none. */
  readonly schedule: string | null;
  /** False: the schedule is paused. */
  readonly monitor: boolean;
  /** ISO; null: none is planned. */
  readonly nextRun: string | null;
}

export interface SyncingOptions extends SyncServiceOptions {
  /** The time of the newest record of a source, milliseconds since 1970, as earlier syncs left it. */
  readonly noteNewestRecord: (alias: string, timeMs: number) => void;
}

export class Syncing {
  readonly service: SyncService;
  readonly #options: SyncingOptions;
  #schedules: Schedules | null = null;

  constructor(options: SyncingOptions) {
    this.#options = options;
    this.service = new SyncService(options);
  }

  /** Begins what nobody asks for: schedules, and passes that an earlier process left queued. */
  begin(): void {
    const { sources, surroundings, watcher } = this.#options;
    const failed = (alias: string, error: unknown): void => watcher.notice(alias, messageOf(error));
    const run = (alias: string): Promise<void> => this.service.runOnce(alias);
    this.#schedules = startSchedules(sources, { ...surroundings, run, failed });
    void this.#takeUp().catch((error: unknown) => failed('', error));
  }

  /** In the order of the configuration. @throws TamarinError */
  async sources(): Promise<readonly SourceStatus[]> {
    const views = await this.service.sources();
    return views.map((view, at) => {
      const { schedule = null, monitor = true } = this.#options.sources[at] ?? {};
      const nextMs = this.#schedules?.nextRun(view.alias) ?? null;
      const nextRun = nextMs === null ? null : new Date(nextMs).toISOString();
      return {
        ...view,
        schedule: schedule === null ? null : scheduleText(schedule),
        monitor,
        nextRun,
      };
    });
  }

  /** Once the signal of the surroundings is aborted: resolves when nothing runs any more. Never throws. */
  async stop(): Promise<void> {
    await Promise.all([this.#schedules?.stop(), this.service.ended()]);
  }

  async #takeUp(): Promise<void> {
    await this.service.resume();
    for (const { alias, newestRecord } of await this.service.sources())
      if (newestRecord !== null) this.#options.noteNewestRecord(alias, Date.parse(newestRecord));
  }
}
