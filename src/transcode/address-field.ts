/**
 * An address of IPv4 of which nothing is known but its network (enrich/network-of.ts), copied from the
 * line: most lines have one, and to remember them all would cost more than to read them.
 */
import { ByteText, type ByteWriter } from '../core/byte-writer.ts';
import { PRIVATE } from '../enrich/origin-of.ts';
import { FIELD, type LineFields } from './line-fields.ts';
import { memberStart } from './member-text.ts';

const QUOTE = 0x22;
const DOT = 0x2e;
const ZERO = 0x30;
const OCTET_MAX = 255;
const DOTS = 3;

const REMOTE_IP = new ByteText(memberStart('remote_ip'));
const NETWORK = new ByteText(memberStart('network'));
const NETWORK_END = new ByteText('0/24"');

/** By the first octet: some addresses that start with it are private. */
const MAYBE_PRIVATE = new Uint8Array(OCTET_MAX + 1);
for (const network of PRIVATE)
  if (!network.includes(':')) MAYBE_PRIVATE[Number.parseInt(network, 10)] = 1;

export class AddressField {
  readonly #isKnown: boolean;
  #start = 0;
  #lastOctet = 0;
  #end = 0;

  /** `isKnown`: files or ranges may say more of any address. */
  constructor(isKnown: boolean) {
    this.#isKnown = isKnown;
  }

  /** False: it is another address, or none, and for the cache. */
  read({ view, starts, ends }: LineFields): boolean {
    if (this.#isKnown) return false;
    this.#start = starts[FIELD.remoteIp] ?? 0;
    this.#end = ends[FIELD.remoteIp] ?? 0;
    this.#lastOctet = lastOctetOf(view, this.#start, this.#end);
    return this.#lastOctet > 0;
  }

  write({ view }: LineFields, to: ByteWriter): void {
    to.text(REMOTE_IP);
    to.copy(view, this.#start, this.#end);
    to.byte(QUOTE);
  }

  writeNetwork({ view }: LineFields, to: ByteWriter): void {
    to.text(NETWORK);
    to.copy(view, this.#start, this.#lastOctet);
    to.text(NETWORK_END);
  }
}

/** Where its last octet starts; 0 where it is no address of IPv4, or may be private. */
function lastOctetOf(view: DataView, start: number, end: number): number {
  let octetStart = start;
  let octet = 0;
  let dots = 0;
  for (let at = start; at < end; at += 1) {
    const byte = view.getUint8(at);
    if (byte === DOT) {
      if (at === octetStart || (dots === 0 && MAYBE_PRIVATE[octet] === 1)) return 0;
      dots += 1;
      octetStart = at + 1;
      octet = 0;
    } else {
      const digit = byte - ZERO;
      const hasZeroBefore = octet === 0 && at > octetStart;
      octet = octet * 10 + digit;
      if (digit < 0 || digit > 9 || hasZeroBefore || octet > OCTET_MAX) return 0;
    }
  }
  return dots === DOTS && end > octetStart ? octetStart : 0;
}
