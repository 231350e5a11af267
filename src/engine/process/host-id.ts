/** The name of this machine that no other has: a path means another folder on another machine. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

const MACHINE_ID_FILE = '/etc/machine-id';

/** `named`: what the operator says it is, null: nothing; else the machine id, else the host name. */
export function hostId(named: string | null, file = MACHINE_ID_FILE): string {
  return named ?? (readMachineId(file) || hostname());
}

/** Empty where there is none, as in most containers. */
function readMachineId(file: string): string {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === 'uninitialized' ? '' : text; // so says systemd while it starts for the first time
  } catch {
    return '';
  }
}
