/**
 * Which process a pid is: alive or not, started when, by which command line. Pids are reused, so
 * a pid from a file counts only together with its start time or its command line.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { TamarinError } from '../../core/error.ts';

const PS_TIMEOUT_MS = 2_000;
/** Fields of /proc/PID/stat counted from after the command name: 1 is the state, 20 the start. */
const STAT_STATE_INDEX = 0;
const STAT_START_TIME_INDEX = 19;

/** Pid and start time of a process; equal marks are the same process, whatever pids come again. */
export interface ProcessMark {
  readonly pid: number;
  /** Opaque: clock ticks since boot on Linux, a date elsewhere. */
  readonly startedAt: string;
}

/** undefined when no such process runs; a zombie has ended and only waits for its parent. */
export function markOf(pid: number): ProcessMark | undefined {
  if (process.platform === 'linux') {
    const fields = statFields(pid);
    const startedAt = fields?.[STAT_START_TIME_INDEX];
    if (startedAt === undefined || fields?.[STAT_STATE_INDEX] === 'Z') return undefined;
    return { pid, startedAt };
  }
  const [state, ...started] = ps(pid, 'stat=,lstart=').split(/\s+/);
  if (!state || state.startsWith('Z')) return undefined;
  return { pid, startedAt: started.join(' ') };
}

export function isRunning(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.startedAt === mark.startedAt;
}

/**
 * Whether it is certain that the process runs no more. One that may not be looked at (another user's,
 * where the system hides them) has not ended for certain as long as its pid is taken.
 */
export function hasEnded(mark: ProcessMark): boolean {
  const found = markOf(mark.pid);
  if (found !== undefined) return found.startedAt !== mark.startedAt;
  return isZombie(mark.pid) || !isPidTaken(mark.pid);
}

function isPidTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // as: only its code is read
  }
}

const isZombie = (pid: number): boolean => statFields(pid)?.[STAT_STATE_INDEX] === 'Z';

/** Whether the process runs and was started with this text in its arguments. */
export function hasArgument(pid: number, text: string): boolean {
  if (markOf(pid) === undefined) return false;
  if (process.platform !== 'linux') return ps(pid, 'args=').includes(text);
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(text);
  } catch {
    return false; // it ended just now, or belongs to another user and is none of ours
  }
}

export function ownMark(): ProcessMark {
  const mark = markOf(process.pid);
  if (mark === undefined) throw new TamarinError('internal', 'ps does not know this process');
  return mark;
}

function statFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name is in brackets and may hold blanks and brackets itself.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function ps(pid: number, columns: string): string {
  try {
    const args = ['-ww', '-o', columns, '-p', String(pid)];
    return execFileSync('ps', args, { encoding: 'utf8', timeout: PS_TIMEOUT_MS }).trim();
  } catch {
    return '';
  }
}
