/**
 * Looks whether a listing is long, before anything of it is read: what it has listed until then is
 * kept, so that a short one is not listed twice. 50,000 log objects take about 20 MB.
 */
import type { LogObject } from '../../source/log/log-source.ts';

type Pages = AsyncIterable<readonly LogObject[]>;

export type Probed =
  /** All of it. */
  | { readonly kind: 'short'; readonly pages: Pages }
  /** There are more: it was left. */
  | { readonly kind: 'long' };

/** `look`: sees every log object that was listed. */
export async function probeListing(
  pages: Pages,
  objectsMax: number,
  look: (object: LogObject) => void,
): Promise<Probed> {
  const held: (readonly LogObject[])[] = [];
  let count = 0;
  for await (const page of pages) {
    for (const object of page) look(object);
    held.push(page);
    count += page.length;
    if (count > objectsMax) return { kind: 'long' };
  }
  return { kind: 'short', pages: fromMemory(held) };
}

async function* fromMemory(held: (readonly LogObject[])[]): Pages & AsyncGenerator {
  for (let page = held.shift(); page !== undefined; page = held.shift()) yield page;
}
