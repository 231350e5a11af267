/** Where requests come from, as far as it decides what their bytes cost: each origin once. */

// biome-ignore format: a table, one row an origin, the first that fits counts
export const ORIGIN_TABLE = [
  { key: 'internal', meaning: 'your own networks: `ownNetworks`' },
  { key: 'cdn', meaning: 'CloudFront: by its requester, or by its addresses in `awsRangesFile`' },
  { key: 'vpc', meaning: 'a VPC endpoint: by a private address, or the host name of an interface endpoint' },
  { key: 'same-region', meaning: 'the Region of the bucket: by `source_region`, else by `awsRangesFile`' },
  { key: 'aws', meaning: 'elsewhere in AWS: another Region, or one that the record does not tell; a service of AWS' },
  { key: 'internet', meaning: 'any other address' },
] as const;

export type Origin = (typeof ORIGIN_TABLE)[number]['key'];

export const ORIGINS: readonly Origin[] = ORIGIN_TABLE.map(({ key }) => key);
