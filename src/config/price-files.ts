/**
 * What money is reckoned by: the list prices that come along (`prices/`, a file a region), those of
 * the operator's own file, and which region a bucket is in. Files are read where a question needs them.
 */
import { existsSync, readFileSync } from 'node:fs';
import type * as Yaml from 'yaml';
import { messageOf, TamarinError } from '../core/error.ts';
import { type Fraction, fraction, times } from '../core/fraction.ts';
import { loadLate } from '../core/load-late.ts';
import { GB_BYTES, type PriceTable } from '../core/price-table.ts';
import type { Prices } from '../core/prices.ts';
import type { WorkConfig } from './config.ts';
import { readPriceTable } from './read-price-table.ts';

const REGION = /^[a-z\d-]+$/;
const FOLDER = new URL('../../prices/', import.meta.url);

type PricesConfig = Pick<WorkConfig, 'pricesFile' | 'bucketRegions' | 'freeEgressGb'>;

/** Nothing is read before a price is asked for. */
export function pricesOf({ pricesFile, bucketRegions, freeEgressGb }: PricesConfig): Prices {
  const pairs = bucketRegions?.split(',').map((pair) => pair.split('=')) ?? [];
  let own: Own | null = null;
  return {
    tableOf: (region) => {
      own ??= pricesFile === null ? NO_OWN : readOwn(pricesFile);
      return readTable(region, own);
    },
    regionsOfBuckets: new Map(pairs.map(([bucket = '', region = '']) => [bucket, region])),
    freeEgressBytes: gb(freeEgressGb),
  };
}

const gb = (count: number): Fraction => times(fraction(BigInt(count)), fraction(GB_BYTES));

interface Own {
  readonly path: string;
  /** Of each region what differs from the list prices, or a whole table. */
  readonly regions: Readonly<Record<string, unknown>>;
}

const NO_OWN: Own = { path: '', regions: {} };

/** @throws TamarinError `config_invalid` */
function readOwn(path: string): Own {
  const given = readYaml(path);
  if (typeof given === 'object' && given !== null && !Array.isArray(given))
    return { path, regions: given as Own['regions'] }; // each is checked where it is asked for
  throw new TamarinError('config_invalid', `pricesFile: ${path} should contain a block a region.`);
}

function readYaml(path: string): unknown {
  const { parse } = loadLate('yaml') as typeof Yaml;
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const message = `pricesFile: ${path} cannot be read: ${messageOf(cause)}`;
    throw new TamarinError('config_invalid', message, { cause });
  }
}

/** null: nobody has written down what that region costs. @throws TamarinError `config_invalid` */
function readTable(region: string, { path, regions }: Own): PriceTable | null {
  if (!REGION.test(region)) return null;
  const list = new URL(`${region}.json`, FOLDER);
  const usual: object = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {};
  const own = regions[region];
  if (own === undefined && Object.keys(usual).length === 0) return null;
  const problems: string[] = [];
  const where = own === undefined ? `prices/${region}.json` : `${path}: ${region}`;
  const said = typeof own === 'object' && own !== null ? own : {};
  const table = readPriceTable({ ...usual, ...said, region }, where, problems);
  if (table !== null) return table;
  throw new TamarinError('config_invalid', problems.join('\n'), {
    hint: 'How prices are written: docs/money.md.',
  });
}
