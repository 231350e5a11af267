/** Counts wrong tokens by where they come from, so that guessing one is hopeless. */
import { isIP } from 'node:net';
import { ipv6Groups, mappedIpv4 } from '../../enrich/mapped-ipv4.ts';

const WINDOW_MS = 10_000;
const FAILURES_MAX = 10;
/** Above this the one that was met first is forgotten: 150 bytes each. */
const CALLERS_MAX = 10_000;
/** What one customer of a provider has to choose addresses from. */
const IPV6_GROUPS = 4;

export class FailedAttempts {
  /** Times of the last failures, at most FAILURES_MAX, by caller. */
  readonly #times = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds until a token of this address is read again; 0: now. */
  waitSeconds(ip: string): number {
    const times = this.#times.get(callerOf(ip)) ?? [];
    const oldest = times[0];
    if (oldest === undefined || times.length < FAILURES_MAX) return 0;
    return Math.max(0, Math.ceil((oldest + WINDOW_MS - this.#now()) / 1_000));
  }

  note(ip: string): void {
    const caller = callerOf(ip);
    const times = this.#times.get(caller) ?? [];
    this.#times.delete(caller); // so that it comes last
    this.#times.set(caller, [...times, this.#now()].slice(-FAILURES_MAX));
    const [first] = this.#times.keys();
    if (this.#times.size > CALLERS_MAX && first !== undefined) this.#times.delete(first);
  }
}

/** An IPv4 address, also in IPv6 clothes; of IPv6 the /64. */
function callerOf(ip: string): string {
  if (isIP(ip) !== 6) return ip;
  const groups = ipv6Groups(ip.split('%')[0] ?? ip);
  return mappedIpv4(groups) ?? groups.slice(0, IPV6_GROUPS).join(':');
}
