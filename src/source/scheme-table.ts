/**
 * Where log objects can come from: each kind of store once, told by how its address begins. A new one
 * is a row here and a folder beside `s3`.
 */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isS3Url } from '../core/s3-url.ts';
import { openFolderSource } from './folder/folder-source.ts';
import { physicalIdOf as fileIdOf } from './folder/list-folder.ts';
import type { LogSource } from './log/log-source.ts';
import { parseS3Url, physicalIdOf as s3IdOf } from './s3/s3-location.ts';
import type { S3SourceOptions } from './s3/s3-source.ts';

/** Log objects read at the same time, or fetched, by what limits them. */
interface Concurrency {
  readonly concurrency: number;
  readonly s3Concurrency: number;
}

export interface Scheme {
  readonly name: 's3' | 'folder';
  /** The same address means another place on another machine. */
  readonly isLocal: boolean;
  /** What lies in it. */
  readonly holds: string;
  takes(address: string): boolean;
  /** Begins the identity of every log object in it; `endpoint` null: Amazon's. Opens nothing. */
  physicalPrefixOf(address: string, endpoint: string | null): Promise<string>;
  /** @throws TamarinError */
  open(address: string, options: S3SourceOptions): Promise<LogSource>;
  concurrencyOf(limits: Concurrency): number;
  /** What to do when nothing is there. */
  emptyHint(address: string): string;
}

/** So many log objects are worked on for each that may be fetched: the others have their bytes already. */
const S3_WORKED_ON = 1.25;

const SCHEMES: readonly Scheme[] = [
  {
    name: 's3',
    isLocal: false,
    holds: 'log objects',
    takes: isS3Url,
    physicalPrefixOf: async (address, endpoint) => {
      const { bucket, prefix } = parseS3Url(address);
      return s3IdOf(endpoint, bucket, prefix);
    },
    open: async (address, options) => {
      const { openS3Source } = await import('./s3/s3-source.ts'); // the SDK costs 100 ms
      return openS3Source(address, options);
    },
    // While the lines of some are encoded, as many are fetched as may be.
    concurrencyOf: ({ s3Concurrency }) => Math.ceil(s3Concurrency * S3_WORKED_ON),
    emptyHint: (address) =>
      `See what is there: aws s3 ls --recursive ${address} | head\n` +
      'The first logs arrive about an hour after logging is turned on, and none of the past: docs/no-logs.md says how, and what can be known without.',
  },
  {
    name: 'folder',
    isLocal: true,
    holds: 'files',
    takes: () => true,
    // A folder that is not there now has the identity that it had under this path.
    physicalPrefixOf: async (address) =>
      fileIdOf(await realpath(address).catch(() => resolve(address))),
    open: (address, { now }) => openFolderSource(address, now),
    concurrencyOf: ({ concurrency }) => concurrency,
    emptyHint: () =>
      'Point Tamarin at the folder or bucket that holds S3 server access logs: tamarin sync ./my-logs',
  },
];

/** `s3://bucket/prefix`, else a path. */
export const schemeOf = (address: string): Scheme => {
  const scheme = SCHEMES.find((each) => each.takes(address));
  if (scheme === undefined) throw new Error(`no scheme takes ${address}`); // the last takes all
  return scheme;
};
