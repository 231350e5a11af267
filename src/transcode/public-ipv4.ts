/**
 * An address of IPv4 of which nothing is known but its network (enrich/network-of.ts), found in its
 * bytes: most lines of most logs have one, and remembering them all costs more than reading them.
 */
import { ByteText, type ByteWriter } from '../core/byte-writer.ts';
import { PRIVATE } from '../enrich/origin-of.ts';
import { memberStart } from './member-text.ts';

const DOT = 0x2e;
const ZERO = 0x30;
const OCTET_MAX = 255;
const DOTS = 3;

const REMOTE_IP = new ByteText(memberStart('remote_ip'));
const NETWORK = new ByteText(memberStart('network'));
const NETWORK_END = new ByteText('0/24"');
const QUOTE = 0x22;

/** By the first octet: some addresses that start with it are private. */
const MAYBE_PRIVATE = new Uint8Array(OCTET_MAX + 1);
for (const network of PRIVATE)
  if (!network.includes(':')) MAYBE_PRIVATE[Number.parseInt(network, 10)] = 1;

/** Where its last octet starts; 0 where it is something else, or may be private. */
export function lastOctetOf(view: DataView, start: number, end: number): number {
  let [octet, digits, dots, octetStart] = [0, 0, 0, start];
  for (let at = start; at < end; at += 1) {
    const byte = view.getUint8(at);
    if (byte === DOT) {
      if (digits === 0 || (dots === 0 && MAYBE_PRIVATE[octet] === 1)) return 0;
      dots += 1;
      octetStart = at + 1;
      octet = 0;
      digits = 0;
      continue;
    }
    const digit = byte - ZERO;
    const hasZeroBefore = digits > 0 && octet === 0;
    octet = octet * 10 + digit;
    if (digit < 0 || digit > 9 || hasZeroBefore || octet > OCTET_MAX) return 0;
    digits += 1;
  }
  return dots === DOTS && digits > 0 ? octetStart : 0;
}

export function writeAddress(view: DataView, start: number, end: number, to: ByteWriter): void {
  to.text(REMOTE_IP);
  to.copy(view, start, end);
  to.byte(QUOTE);
}

/** Up to the last octet. */
export function writeNetwork(view: DataView, start: number, end: number, to: ByteWriter): void {
  to.text(NETWORK);
  to.copy(view, start, end);
  to.text(NETWORK_END);
}
