/** Which process this is among all machines, so that another can tell whether it still runs. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { hasEnded, ownMark, type ProcessMark } from './process-identity.ts';

export interface ProcessOwner extends ProcessMark {
  readonly host: string;
  /** Another after each start of the machine; null where the system has none. */
  readonly boot: string | null;
  /** Processes of two containers can share a pid; null where the system has none. */
  readonly pidNamespace: string | null;
}

export const processOwner = (): ProcessOwner => ({
  host: hostname(),
  boot: bootId(),
  pidNamespace: readPidNamespace(),
  ...ownMark(),
});

/**
 * Whether it is certain that the process has ended: it ran since the last start of this machine, among
 * the pids that this process sees. Of any other process nothing is known.
 */
export function hasOwnerEnded(owner: Omit<ProcessOwner, 'host'>): boolean {
  const { boot, pidNamespace } = owner;
  if (boot === null || boot !== bootId()) return false;
  if (pidNamespace === null || pidNamespace !== readPidNamespace()) return false;
  return hasEnded(owner);
}

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null; // only Linux has it
  }
}

function readPidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null; // the same
  }
}
