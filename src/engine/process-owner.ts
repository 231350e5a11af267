/** Which process this is among all machines, so that another can tell whether it still runs. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { ownMark, type ProcessMark } from './process-identity.ts';

export interface ProcessOwner extends ProcessMark {
  readonly host: string;
  /** Another after each start of the machine; null where the system has none. */
  readonly boot: string | null;
}

export const processOwner = (): ProcessOwner => ({
  host: hostname(),
  boot: bootId(),
  ...ownMark(),
});

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null; // only Linux has it
  }
}
