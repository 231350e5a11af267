/** A list of addresses and networks, one a line, each with a reason behind a `#`. */
import { TamarinError } from '../../core/error.ts';
import { readCidr } from '../address/cidr.ts';
import type { Span } from '../address/span.ts';

export interface ListedNetwork {
  /** As it stands in the list. */
  readonly text: string;
  readonly span: Span;
  /** Empty: none is given. */
  readonly reason: string;
}

/** So many mistakes are told at once. */
const MISTAKES_SHOWN = 5;

/** @throws TamarinError `usage` with every line that is wrong, up to five */
export function readList(text: string, from: string): readonly ListedNetwork[] {
  const networks: ListedNetwork[] = [];
  const mistakes: string[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const [address = '', ...comment] = line.split('#');
    if (address.trim() === '') continue;
    const read = readCidr(address);
    if ('wrong' in read) mistakes.push(`line ${at + 1}: "${address.trim()}" ${read.wrong}`);
    else networks.push({ text: address.trim(), span: read.span, reason: comment.join('#').trim() });
  }
  if (mistakes.length === 0) return networks;
  const more = mistakes.length - MISTAKES_SHOWN;
  const shown = mistakes.slice(0, MISTAKES_SHOWN).join('\n');
  throw new TamarinError('usage', `${from} holds what is no network:\n${shown}${more > 0 ? `\nand ${more} more` : ''}`, {
    hint: 'An address or network a line, such as 192.0.2.7 or 192.0.2.0/24, and what you like behind a #.',
  }); // biome-ignore format: one error
}
