/**
 * Addresses. People's are from ranges that nobody owns: class E (240.0.0.0/4) stands for all the
 * providers of the world, and 2001:db8::/32 for IPv6.
 */
import type { Random } from '../../samples/maker/prng.ts';

const IPV6_SHARE = 0.25;

const hex = (group: number): string => group.toString(16);

export class Addresses {
  readonly #random: Random;
  readonly #taken = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** Somebody's line at home; one in four has IPv6. */
  household(): string {
    return this.#once(() => (this.#random.chance(IPV6_SHARE) ? this.#ipv6Site() : this.#ipv4()));
  }

  /** Of people of one provider, or machines of a cloud: several share a /24. */
  neighbour(networks: readonly string[]): string {
    return this.#once(() => `${this.#random.pick(networks)}.${this.#random.int(1, 254)}`);
  }

  /** The first three numbers of a /24 that nobody has been given. */
  network(): string {
    return this.#once(() => this.#ipv4().split('.').slice(0, 3).join('.'));
  }

  /** The first three groups of a /48. */
  site(): string {
    const { int } = this.#random;
    return this.#once(() => `2001:db8:${hex(int(0x1000, 0xfffe))}`);
  }

  /** Somewhere in a /48, in a /64 of its own. */
  within(site: string): string {
    const { int } = this.#random;
    const host = [1, 2, 3, 4].map(() => hex(int(0x1000, 0xffff))).join(':');
    return this.#once(() => `${site}:${hex(int(1, 0xffff))}:${host}`);
  }

  #once(draw: () => string): string {
    for (let tries = 0; tries < 1_000; tries += 1) {
      const address = draw();
      if (this.#taken.has(address)) continue;
      this.#taken.add(address);
      return address;
    }
    throw new Error('There are no more addresses of this kind');
  }

  #ipv4(): string {
    const { int } = this.#random;
    return `${int(240, 254)}.${int(0, 255)}.${int(0, 255)}.${int(1, 254)}`;
  }

  /** A home has a /56; its devices choose the last 64 bits. */
  #ipv6Site(): string {
    const { int } = this.#random;
    const host = [1, 2, 3, 4].map(() => hex(int(0x1000, 0xffff))).join(':');
    return `2001:db8:${hex(int(1, 0xfff))}:${hex(int(1, 0xff) * 256)}:${host}`;
  }
}
