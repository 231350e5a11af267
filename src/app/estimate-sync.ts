/**
 * What a sync would cost and take, after a dry run. Requests are those of S3: each log object is a GET,
 * and a first sync that reads the newest first lists everything twice, and where each month begins.
 */

import type { WorkConfig } from '../config/config.ts';
import { pricesOf } from '../config/price-files.ts';
import { decimalText, fraction, plus, times } from '../core/fraction.ts';
import { schemeOf } from '../source/scheme-table.ts';
import type { SyncEstimate, SyncReport } from '../sync/run/sync-report.ts';
import type { OpenableSource } from './openable-source.ts';

/**
 * What two cores do at least, with the embedded OpenSearch on them. 64 GETs in flight of 50 ms each were
 * answered 1,000 times a second (`npm run bench s3`), and a line costs 140 us of CPU while OpenSearch is
 * still cold: 14,000 lines or 8 MB a second. Half of the one and less of the other, for who has more to do.
 */
const LOG_OBJECTS_PER_S = 500;
const BYTES_PER_S = 3_000_000;

/** What a month costs besides its keys: each of four partitions is entered, listed and left. */
const LISTS_PER_PASS = 12;
const PASSES = 36;

/** `lists`: LIST requests of the dry run. @throws TamarinError `config_invalid` for a file of prices */
export function estimateSync(
  report: SyncReport,
  lists: number,
  { address, settings }: Pick<OpenableSource, 'address' | 'settings'>,
  config: WorkConfig,
): SyncEstimate {
  const { objects, bytesToRead = 0, newestFirst = false } = report;
  const isS3 = schemeOf(address).name === 's3';
  const toRead = objects.listed - objects.skipped - objects.failed - objects.growing;
  const again = newestFirst ? lists + Math.ceil(config.newestFirstAbove / 1_000) + PASSES * LISTS_PER_PASS : 0; // biome-ignore format: a sum
  const requests = { gets: isS3 ? toRead : 0, lists: isS3 ? lists + again : 0 };
  const { region, endpoint } = settings;
  const table = isS3 && endpoint === null && region !== null ? pricesOf(config).tableOf(region) : null; // biome-ignore format: one expression
  const seconds = Math.ceil(Math.max(toRead / LOG_OBJECTS_PER_S, bytesToRead / BYTES_PER_S));
  if (table === null) return { ...requests, cost: null, seconds };
  const { get, put } = table.perRequest; // LIST is paid as PUT
  const amount = plus(times(fraction(BigInt(requests.gets)), get), times(fraction(BigInt(requests.lists)), put)); // biome-ignore format: a sum
  const { currency, date } = table;
  return { ...requests, cost: { amount: decimalText(amount), currency, date, region: table.region }, seconds }; // biome-ignore format: one line
}
