/** Spread: many addresses, each of which is harmless, that go through the files as one. */
import { formatCount, formatTenths, plural } from '../../core/format.ts';
import type { Subject } from '../evidence/subject.ts';
import { clamp, type Finding, rise, type Signal } from './signal.ts';

const ADDRESSES_MIN = 3;
/** Below that, chance alone makes hardly a difference. */
const [REQUESTS_MIN, FILES_MIN] = [120, 80];
const [NOVELTY_FROM, NOVELTY_TO] = [1.3, 2];

/** An address that shows up for a few files each. */
const isSpread = ({ addresses, actor }: Subject): boolean =>
  addresses >= ADDRESSES_MIN && actor.kind !== 'referrer-domain';

export const once: Signal = {
  signal: 'once',
  source: '`key`, `remote_ip`',
  family: 'spread',
  meaning:
    'different files of many addresses together, against what as many requests of everybody meet',
  unit: 'files',
  find: (subject): Finding | null => {
    const { requests, files, addresses, expectedFiles, novelty } = subject;
    const repeats = (requests - files) / Math.max(1, requests - expectedFiles);
    if (!isSpread(subject) || requests < REQUESTS_MIN || files < FILES_MIN) return null;
    if (!subject.meetsMore) return null;
    return {
      weight:
        0.25 + 0.3 * Math.max(rise(novelty, NOVELTY_FROM, NOVELTY_TO), clamp(1 - 2 * repeats)),
      value: files,
      usual: Math.round(expectedFiles),
      text: `${plural(addresses, 'address', 'addresses')} share out ${formatCount(files)} different files among ${plural(requests, 'request')}, each about once`,
    };
  },
};

/** An address that changes its agent with nearly every request. */
const [AGENTS_AN_ADDRESS, REQUESTS_AN_AGENT_MAX] = [2, 6];

export const manyNames: Signal = {
  signal: 'names',
  source: '`user_agent`, `remote_ip`',
  family: 'identity',
  meaning: 'different user agents of each address on average, where each makes only a few requests',
  unit: 'agents an address',
  find: (subject): Finding | null => {
    const { requests, agentAddressPairs: pairs, addresses } = subject;
    if (!isSpread(subject) || requests < REQUESTS_MIN || pairs === null) return null;
    const each = pairs / addresses;
    if (each < AGENTS_AN_ADDRESS || requests / pairs > REQUESTS_AN_AGENT_MAX) return null;
    return {
      weight: 0.4,
      value: each,
      usual: null,
      text: `each address gives ${formatTenths(each)} different user agents for ${formatTenths(requests / addresses)} requests`,
    };
  },
};

/** Nearly as many different fingerprints as addresses would be people. */
export const sameHands: Signal = {
  signal: 'fingerprint',
  source: '`cipher_suite`, `tls_version`, `http_version`, `agent_class`, `network`',
  family: 'spread',
  meaning:
    'addresses of several networks that speak TLS in the same way and claim the same kind of program',
  unit: 'networks',
  find: (subject): Finding | null => {
    const { networks, actor } = subject;
    if (actor.kind !== 'group' || networks < ADDRESSES_MIN || !subject.meetsMore) return null;
    return {
      weight: 0.15,
      value: networks,
      usual: null,
      text: `${plural(networks, 'network')} behind one way to speak TLS`,
    };
  },
};
