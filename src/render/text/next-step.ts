/** What to do next, as `tamarin status` says it: one command, the most useful one. */
import { formatCount, plural } from '../../core/format.ts';
import type { Status } from './status-text.ts';

export interface NextStep {
  readonly command: string;
  /** A clause. */
  readonly because: string;
}

const DAY_MS = 86_400_000;

export interface Known {
  readonly nowMs: number;
  /** Of the configuration: a first sync names one of these. */
  readonly aliases: readonly string[];
  readonly isSamples: boolean;
}

/** What keeps answers from being complete comes before what is merely worth a look. */
export function nextStep(
  status: Omit<Status, 'next'>,
  { nowMs, aliases, isSamples }: Known,
): NextStep {
  const { asOf, sources, rejects, running } = status;
  const say = (words: string, because: string): NextStep => ({
    command: `tamarin ${words}${isSamples ? ' --samples' : ''}`,
    because,
  });
  const sync = (source: string): string => `sync ${quoted(source)}`;
  const [alias] = aliases;
  if (sources.length === 0 && isSamples)
    return { command: 'tamarin up', because: 'no sample logs were shipped yet: this does so' };
  if (sources.length === 0)
    return alias === undefined
      ? { command: 'tamarin sync s3://LOG-BUCKET/PREFIX', because: 'nothing was shipped yet (for the sample logs add --samples); if there are no logs, docs/no-logs.md says how to switch them on' } // biome-ignore format: one step
      : say(sync(alias), 'nothing was shipped yet');
  const alive = running.find(({ heartbeatAt }) => nowMs - Date.parse(heartbeatAt) < 60_000);
  if (alive !== undefined) return say('status', `a sync of ${alive.source} is running: look again`);
  const worst = asOf.sources[0] ?? sources[0]?.lastSync;
  if (worst !== undefined && worst.state !== 'done') return say(sync(worst.source), `its last sync ended as "${worst.state}"`); // biome-ignore format: one step
  const behind = asOf.sources.find(({ deliveredUntil }) => deliveredUntil === null);
  if (behind !== undefined) return say(sync(behind.source), 'only a part of it was read');
  const failing = sources.find(({ counts, objects }) => counts && (objects.failed ?? 0) > 0);
  if (failing !== undefined)
    return say(sync(failing.source), `tries ${plural(failing.objects.failed ?? 0, 'failed log object')} again`); // biome-ignore format: one step
  const old = asOf.sources.find(({ deliveredUntil }) => nowMs - Date.parse(deliveredUntil ?? '') > DAY_MS); // biome-ignore format: one rule
  if (old !== undefined) return say(sync(old.source), 'its last complete sync is over a day old');
  const rejected = Object.values(rejects).reduce((sum, count) => sum + count, 0);
  if (rejected > 0) return say('quarantine', `shows the ${formatCount(rejected)} rejected lines`);
  return say('why', 'all is in: which day stands out, and who explains it');
}

/** As one word of a shell. */
const quoted = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
