/**
 * An address of IPv4 of which nothing is known but its network: most lines have one, and to remember them
 * all would cost more than to read them.
 */
import { endOf, REMOTE_IP, startOf } from './fields';
import { byte, copy } from './memory';
import { K_NETWORK, K_NETWORK_END, K_REMOTE_IP, text } from './texts';

const QUOTE: i32 = 0x22;
const DOT: i32 = 0x2e;
const OCTET_MAX: i32 = 255;

/** By the first octet: some addresses that start with it are private. */
const maybePrivate = memory.data(256);
let lastOctet: usize = 0;

export function setPrivate(octet: i32): void {
  store<u8>(maybePrivate + <usize>octet, 1);
}

/** False: it is another address, or none. */
export function readPublicIpv4(): bool {
  const end = endOf(REMOTE_IP);
  let octetStart = startOf(REMOTE_IP);
  let octet = 0;
  let dots = 0;
  for (let at = octetStart; at < end; at += 1) {
    const b = <i32>load<u8>(at);
    if (b == DOT) {
      if (at == octetStart || (dots == 0 && load<u8>(maybePrivate + <usize>octet) == 1)) return false;
      dots += 1;
      octetStart = at + 1;
      octet = 0;
    } else {
      const hasZeroBefore = octet == 0 && at > octetStart;
      octet = octet * 10 + (b - 0x30);
      if (<u32>(b - 0x30) > 9 || hasZeroBefore || octet > OCTET_MAX) return false;
    }
  }
  lastOctet = octetStart;
  return dots == 3 && end > octetStart;
}

export function writeAddress(): void {
  text(K_REMOTE_IP);
  copy(startOf(REMOTE_IP), endOf(REMOTE_IP));
  byte(QUOTE);
}

export function writeNetwork(): void {
  text(K_NETWORK);
  copy(startOf(REMOTE_IP), lastOctet);
  text(K_NETWORK_END);
}
