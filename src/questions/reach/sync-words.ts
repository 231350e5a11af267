/** How a sync stands, as a state and in words. */
import { formatCount } from '../../core/format.ts';
import type { ObjectCounts, SyncFacts } from './reach-facts.ts';

/** A sync writes every 5 s that it lives. */
const HEARTBEAT_MS_MAX = 60_000;

/** As stored, or `stopped`: it says that it runs, but has given no sign of life for a minute. */
export function stateOf({ state, heartbeatAt }: SyncFacts, nowMs: number): string {
  const isSilent = nowMs - Date.parse(heartbeatAt) > HEARTBEAT_MS_MAX;
  return state === 'running' && isSilent ? 'stopped' : state;
}

interface Told {
  readonly source: string;
  /** As `stateOf` gives it. */
  readonly state: string;
  readonly listingEnded: boolean;
  readonly objects: ObjectCounts;
}

/** What became of a sync that has not ended well, and what to do: completes "a sync of …". */
const STATE_WORDS: Readonly<Record<string, string>> = {
  stopped: 'stopped unexpectedly',
  failed: 'failed',
  interrupted: 'was interrupted',
  cancelled: 'was cancelled',
};

/** `a sync of logs/ is running (378 of 1,019 log objects)`; `article` may say which one. */
export function syncText(sync: Told, article = 'a'): string {
  const subject = `${article} sync of ${sync.source}`;
  const progress = progressText(sync);
  if (sync.state === 'running')
    return `${subject} is running${progress === '' ? '' : ` (${progress} log objects)`}`;
  const at = progress === '' ? '' : ` at ${progress}`;
  return `${subject} ${STATE_WORDS[sync.state] ?? `is ${sync.state}`}${at}: run it again`;
}

/** `378 of 1,019`; empty where nothing is listed yet. */
function progressText({ objects, listingEnded }: Told): string {
  const { listed, skipped, done, failed, notALog, archived, gone } = objects;
  if (listed === 0) return '';
  const settled = Math.min(listed, skipped + done + failed + notALog + archived + gone);
  return `${formatCount(settled)} of ${listingEnded ? '' : 'at least '}${formatCount(listed)}`;
}
