/** What a configuration says of addresses: contents of its files, and what tells them from others. */
import { readFileSync } from 'node:fs';
import type { WorkConfig } from '../config/config.ts';
import { type AddressSources, digestFiles } from '../enrich/what-enriches.ts';

export type FileNames = Pick<
  WorkConfig,
  'countryFile' | 'asnFile' | 'awsRangesFile' | 'ownNetworks'
>;

/** @throws Error where a file cannot be read */
export function readAddressFiles({
  countryFile,
  asnFile,
  awsRangesFile,
  ownNetworks,
}: FileNames): AddressSources {
  const read = (file: string | null): Buffer | null => (file === null ? null : readFileSync(file));
  return {
    country: read(countryFile),
    asn: read(asnFile),
    ranges: read(awsRangesFile),
    ownNetworks: ownNetworks?.split(',') ?? [],
  };
}

/**
 * Digest of the files, or null: this process knows none, and what another one filled in by its own is
 * not for this one to call old. Read at the first call only, 20 ms for 10 MB, and then remembered.
 */
export function addressFilesDigest(names: FileNames): () => string | null {
  let digest: string | null | undefined;
  return () => {
    if (digest === undefined) digest = readDigest(names);
    return digest;
  };
}

function readDigest(names: FileNames): string | null {
  const { countryFile, asnFile, awsRangesFile, ownNetworks } = names;
  if ([countryFile, asnFile, awsRangesFile, ownNetworks].every((name) => name === null))
    return null;
  try {
    return digestFiles(readAddressFiles(names));
  } catch {
    return null; // a question needs no file; a sync says what is wrong with it
  }
}
