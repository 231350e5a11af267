/**
 * Every setting, once: where it can be given (file key, environment, flag), its default and unit.
 * Flags win over the environment, the environment over the file, the file over the default.
 * The README's options table is held against this table by a test.
 */

import { bearerToken, hostName, hostNames, networks } from './read-service-value.ts';
import { duration, httpUrl, integer, matching, oneOf, type Reader, text, trueOrFalse } from './read-value.ts'; // biome-ignore format: one import

export interface Setting {
  /** Property of Config, and key in `tamarin.yaml`. */
  readonly key: string;
  readonly env?: string;
  readonly flag?: string;
  /** The same secret may be given as a path in `<env>_FILE`. */
  readonly isSecret?: true;
  readonly default: string | null;
  /** Reads the text of a value, or says what it should have been. */
  readonly read: Reader;
  readonly meaning: string;
}

/** Never an option of Docker. */
const image = matching(
  /^[a-z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)*(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/,
  'an image, such as opensearchproject/opensearch:3.8.0',
);

/** `-records` is ours: a prefix with it would fall under the template of another prefix. */
const indexPrefix = matching(
  /^(?!.*-records)[a-z][a-z0-9_-]{0,99}$/,
  'lower-case letters, digits, - and _, without "-records"',
);

/** It becomes part of each signature. */
const awsRegion = matching(/^[a-z]{2,4}(?:-[a-z]+){1,3}-\d$/, 'a region of AWS, such as eu-west-1');

/** It becomes a header. */
const tenant = matching(
  /^[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?$/,
  'the name of a tenant, in ASCII',
);

/** As in a query string; matched without regard to case. */
const parameterNames = matching(
  /^[\w.-]+(?:,[\w.-]+)*$/,
  'names of letters, digits, -, _ and ., separated by commas',
);

const accounts = matching(
  /^\d{12}(?:,\d{12})*$/,
  'AWS accounts of twelve digits, separated by commas',
);

const bucketRegions = matching(
  /^[a-z0-9][a-z0-9.-]*=[a-z]{2,4}(?:-[a-z]+){1,3}-\d(?:,[a-z0-9][a-z0-9.-]*=[a-z]{2,4}(?:-[a-z]+){1,3}-\d)*$/,
  'buckets with their regions, such as media=eu-west-1, separated by commas',
);

const agentNames = matching(/^[^,]+(?:,[^,]+)*$/, 'names of agents, separated by commas');

/** What a timer takes is 2^31 - 1 ms, 596.5 h. No time at all would give up what has not begun. */
const patience = duration('1s', '596h');
/** Below three signs of life a pause of the network would be a death. */
const leaseTime = duration('15s', '24h');
/** Compared with the clock, by no timer; 0s is each time. */
const interval = duration('0s', '87600h');

// biome-ignore format: a table, one row a setting
export const SETTING_TABLE = [
  { key: 'opensearchUrl', env: 'OPENSEARCH_URL', flag: '--opensearch', default: null, read: httpUrl, meaning: 'OpenSearch to use instead of the embedded engine; may include user:password@' },
  { key: 'opensearchUsername', env: 'OPENSEARCH_USERNAME', default: null, read: text, meaning: 'user name for OpenSearch' },
  { key: 'opensearchPassword', env: 'OPENSEARCH_PASSWORD', isSecret: true, default: null, read: text, meaning: 'password for OpenSearch' },
  { key: 'opensearchCaFile', env: 'OPENSEARCH_CA_FILE', default: null, read: text, meaning: 'PEM file with the certificate authority of OpenSearch, and of OpenSearch Dashboards' },
  { key: 'opensearchAwsRegion', env: 'OPENSEARCH_AWS_REGION', flag: '--opensearch-aws-region', default: null, read: awsRegion, meaning: 'region of an Amazon OpenSearch Service domain: requests are signed with AWS credentials (SigV4) from the standard chain' },
  { key: 'opensearchAwsService', env: 'OPENSEARCH_AWS_SERVICE', default: 'es', read: oneOf('es', 'aoss'), meaning: 'what the signature is for: `es`, a domain, or `aoss`, a serverless collection' },
  { key: 'dashboardsUrl', env: 'TAMARIN_DASHBOARDS_URL', flag: '--dashboards-url', default: null, read: httpUrl, meaning: 'OpenSearch Dashboards that `setup` imports the dashboards into and `doctor` checks; may include a base path and user:password@, by default those of OpenSearch' },
  { key: 'dashboardsTenant', env: 'TAMARIN_DASHBOARDS_TENANT', flag: '--dashboards-tenant', default: null, read: tenant, meaning: 'tenant that the dashboards belong to: `global`, `private` or its name; by default the one that the security plugin chooses' },
  { key: 'host', env: 'TAMARIN_HOST', flag: '--host', default: '127.0.0.1', read: hostName, meaning: 'address the HTTP service listens on; anything but a loopback address requires a token' },
  { key: 'port', env: 'TAMARIN_PORT', flag: '--port', default: '8080', read: integer(0, 65_535), meaning: 'port of the HTTP service; 0 picks a free one' },
  { key: 'token', env: 'TAMARIN_TOKEN', isSecret: true, default: null, read: bearerToken, meaning: 'what callers of the HTTP service must send as `Authorization: Bearer TOKEN`' },
  { key: 'allowedHosts', env: 'TAMARIN_ALLOWED_HOSTS', default: null, read: hostNames, meaning: 'names of the HTTP service, separated by commas; `localhost` and IP addresses are always accepted' },
  { key: 'trustProxy', env: 'TAMARIN_TRUST_PROXY', default: null, read: networks, meaning: 'addresses and networks of the proxies whose `X-Forwarded-For` is trusted, separated by commas' },
  { key: 'logLevel', env: 'TAMARIN_LOG_LEVEL', default: 'info', read: oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent'), meaning: 'what the HTTP service logs, as JSON lines on stderr: from this level on' },
  { key: 'dataDir', env: 'TAMARIN_DATA_DIR', flag: '--data-dir', default: '.tamarin', read: text, meaning: 'where the embedded engine keeps its data, port and pid' },
  { key: 'enginePort', env: 'TAMARIN_ENGINE_PORT', flag: '--engine-port', default: '0', read: integer(0, 65_535), meaning: 'port of the embedded engine; 0 picks a free one' },
  { key: 'engineImage', env: 'TAMARIN_ENGINE_IMAGE', default: null, read: image, meaning: 'image of OpenSearch that Docker runs as the embedded engine where there is no Java; by default the official one of its version' },
  { key: 'indexPrefix', env: 'TAMARIN_INDEX_PREFIX', flag: '--index-prefix', default: 'tamarin', read: indexPrefix, meaning: 'prefix of every index name' },
  { key: 'grain', env: 'TAMARIN_GRAIN', flag: '--grain', default: 'month', read: oneOf('month', 'day'), meaning: 'time span of a record index: `month` or `day`; fixed once indices exist' },
  { key: 'replicas', env: 'TAMARIN_REPLICAS', default: null, read: integer(0, 9), meaning: 'replicas of every index; by default 0 on the embedded engine, otherwise 1' },
  { key: 'concurrency', env: 'TAMARIN_CONCURRENCY', default: '16', read: integer(1, 1_000), meaning: 'log objects read in parallel' },
  { key: 'flushBytes', env: 'TAMARIN_FLUSH_BYTES', default: '5242880', read: integer(1, 104_857_600), meaning: 'size of a bulk request in bytes' },
  { key: 'bulksInFlight', env: 'TAMARIN_BULKS_IN_FLIGHT', default: '2', read: integer(1, 64), meaning: 'bulk requests in flight' },
  { key: 'giveUpAfterMs', env: 'TAMARIN_GIVE_UP_AFTER', flag: '--give-up-after', default: '15m', read: patience, meaning: 'a sync gives up after this long without progress (s, m, h)' },
  { key: 'redactNames', env: 'TAMARIN_REDACT', default: null, read: parameterNames, meaning: 'additional query parameters whose values become `REDACTED`, separated by commas' },
  { key: 'keepHostId', env: 'TAMARIN_KEEP_HOST_ID', default: 'true', read: trueOrFalse, meaning: '`false` leaves out `host_id`, which takes a fifth of the disk space' },
  { key: 'keepUrlParameters', env: 'TAMARIN_KEEP_URL_PARAMETERS', default: 'true', read: trueOrFalse, meaning: '`false` leaves out `url_parameters`, which take a twelfth of the disk space where every URL is presigned; `param:NAME` is then not exact' },
  { key: 'countryFile', env: 'TAMARIN_COUNTRY_FILE', default: null, read: text, meaning: 'MaxMind DB file for `country`' },
  { key: 'asnFile', env: 'TAMARIN_ASN_FILE', default: null, read: text, meaning: 'MaxMind DB file for `asn` and `as_org`' },
  { key: 'awsRangesFile', env: 'TAMARIN_AWS_RANGES_FILE', default: null, read: text, meaning: 'copy of https://ip-ranges.amazonaws.com/ip-ranges.json, for `origin`' },
  { key: 'ownNetworks', env: 'TAMARIN_OWN_NETWORKS', default: null, read: networks, meaning: 'your own addresses and networks, separated by commas: their `origin` is `internal`' },
  { key: 'friendNetworks', env: 'TAMARIN_FRIEND_NETWORKS', default: null, read: networks, meaning: 'addresses and networks of others that you know, such as your monitoring, separated by commas: `scrapers` accuses none of them' },
  { key: 'friendAgents', env: 'TAMARIN_FRIEND_AGENTS', default: null, read: agentNames, meaning: 'agents that you let in, such as `Googlebot,bingbot`, by name or as the user agent in full, separated by commas; a name is no proof' },
  { key: 'ownDomains', env: 'TAMARIN_OWN_DOMAINS', default: null, read: hostNames, meaning: 'domains of your own pages, separated by commas; by default the one whose pages show the most files to the most addresses' },
  { key: 'ownAccounts', env: 'TAMARIN_OWN_ACCOUNTS', default: null, read: accounts, meaning: 'your AWS accounts, separated by commas; the bucket owner, accounts that write to the bucket, and the only one that signs requests are known without it' },
  { key: 'pricesFile', env: 'TAMARIN_PRICES_FILE', default: null, read: text, meaning: 'YAML or JSON file with your own prices: a block a region of what differs from `prices/`, and `otherEgressGb` for traffic that is not in these logs (docs/money.md)' },
  { key: 'bucketRegions', env: 'TAMARIN_BUCKET_REGIONS', default: null, read: bucketRegions, meaning: 'regions of source buckets, for prices: `media=eu-west-1,logs=us-east-1`; by default as endpoints, access points or keys of log objects say' },
  { key: 'freeEgressGb', env: 'TAMARIN_FREE_EGRESS_GB', default: '0', read: integer(0, 1_000_000), meaning: 'GB a month to the internet that cost nothing; Amazon gives 100 to an account, over all its services' },
  { key: 'questionTimeoutMs', env: 'TAMARIN_QUESTION_TIMEOUT', flag: '--timeout', default: '2m', read: patience, meaning: 'limit for a single search of a question (s, m, h)' },
  { key: 's3Region', env: 'AWS_REGION', flag: '--region', default: null, read: text, meaning: 'region of the log bucket; by default that of the profile, or us-east-1, and S3 says where the bucket is' },
  { key: 's3Endpoint', env: 'AWS_ENDPOINT_URL_S3', flag: '--endpoint', default: null, read: httpUrl, meaning: 'S3-compatible store to use instead of Amazon S3' },
  { key: 's3PathStyle', env: 'TAMARIN_S3_PATH_STYLE', flag: '--path-style', default: 'false', read: trueOrFalse, meaning: '`true`: use path-style URLs; most S3-compatible stores need this' },
  { key: 's3RequesterPays', env: 'TAMARIN_S3_REQUESTER_PAYS', default: 'false', read: trueOrFalse, meaning: '`true`: agree to pay for requests to a Requester Pays bucket' },
  { key: 's3Profile', env: 'AWS_PROFILE', default: null, read: text, meaning: 'profile in the AWS configuration files' },
  { key: 's3RoleArn', env: 'TAMARIN_S3_ROLE_ARN', default: null, read: text, meaning: 'IAM role to assume' },
  { key: 's3ExternalId', env: 'TAMARIN_S3_EXTERNAL_ID', default: null, read: text, meaning: 'external ID that the role requires' },
  { key: 's3Anonymous', env: 'TAMARIN_S3_ANONYMOUS', default: 'false', read: trueOrFalse, meaning: '`true`: send unsigned requests, for a public bucket' },
  { key: 's3Concurrency', env: 'TAMARIN_S3_CONCURRENCY', default: '64', read: integer(1, 1_000), meaning: 'log objects fetched from S3 in parallel' },
  { key: 'spoolFolder', env: 'TAMARIN_SPOOL_DIR', default: null, read: text, meaning: 'folder for temporary files, by default that of the system: a body over 1 MiB from S3 is parsed only once all of it has arrived intact' },
  { key: 'spoolBytes', env: 'TAMARIN_SPOOL_BYTES', default: '1073741824', read: integer(0, 1_000_000_000_000), meaning: 'limit for all of these files, in bytes; without room, a body is parsed as it arrives, and undone if it turns out damaged' },
  { key: 'wholePassEveryMs', env: 'TAMARIN_WHOLE_PASS_EVERY', default: '168h', read: interval, meaning: 'how often a sync from S3 lists the whole prefix rather than only what is recent (s, m, h)' },
  { key: 'newestFirstAbove', env: 'TAMARIN_NEWEST_FIRST_ABOVE', default: '50000', read: integer(1, 1_000_000), meaning: 'a first sync of more log objects than this reads the last 35 days first' },
  { key: 'hostId', env: 'TAMARIN_HOST_ID', default: null, read: text, meaning: 'name of this machine, which tells its folders from those of other machines; by default the machine ID, or the host name' },
  { key: 'leaseTimeoutMs', env: 'TAMARIN_LEASE_TIMEOUT', default: '60s', read: leaseTime, meaning: 'a sync on another machine is presumed dead after this long without a sign of life, which it gives every 5 s (s, m, h)' },
] as const satisfies readonly Setting[];
