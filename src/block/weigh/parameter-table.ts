/** What a block plan takes beside range and filters: each parameter once. */
import type { Parameter } from '../../questions/ask/parameter-table.ts';
import { SPAN_PATTERN } from '../../questions/ask/time-forms.ts';

export const PERCENT_PATTERN = '^\\d{1,2}(?:\\.\\d{1,6})?%$|^100%$';
export const TIMES_PATTERN = '^\\d{1,9}(?:\\.\\d{1,6})?$';

interface BlockParameter extends Parameter {
  /** Of its value, for HTTP. */
  readonly pattern?: string;
}

// biome-ignore format: a table, one row a parameter
export const BLOCK_PARAMETER_TABLE = [
  { name: 'from-scrapers', about: 'whom "scrapers" accuses; so it is where no other rule is given' },
  { name: 'min-score', value: 'score', about: 'with --from-scrapers: from this score on, 0 to 100', default: '50', pattern: '^\\d{1,3}$' },
  { name: 'with-bots', about: 'with --from-scrapers: also bots that name themselves, which a robots.txt may send away' },
  { name: 'over', value: 'share', about: 'whoever takes more than this share of all: 5%', pattern: PERCENT_PATTERN },
  { name: 'times-mean', value: 'times', about: 'whoever takes more than so many times what the average one takes: 50', pattern: TIMES_PATTERN },
  { name: 'per', value: 'kind', about: 'with --over and --times-mean: who is ranked', default: 'ip', choices: ['ip', 'network'] },
  { name: 'by', value: 'metric', about: 'with --over and --times-mean: what is taken', default: 'bytes', choices: ['bytes', 'requests', 'cost'] },
  { name: 'expires', value: 'span', about: 'when each block ends: 24h, 30d or 4w from now', default: '30d', pattern: SPAN_PATTERN },
  { name: 'caller', value: 'address', about: 'your own address, which is never blocked; separate several by commas' },
  { name: 'force', about: 'allow networks wider than /16, or /32 of IPv6; wider than /8 is never planned' },
] as const satisfies readonly BlockParameter[];
