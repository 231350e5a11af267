/** The addresses of entries whose networks are known to be right, merged. */
import { readCidr } from '../address/cidr.ts';
import { merge, type Span } from '../address/span.ts';
import type { Entry } from './block-plan.ts';

export const spansOf = (entries: readonly Pick<Entry, 'cidrs'>[]): readonly Span[] =>
  merge(
    entries.flatMap(({ cidrs }) =>
      cidrs.flatMap((cidr) => {
        const read = readCidr(cidr);
        return 'span' in read ? [read.span] : [];
      }),
    ),
  );
