/**
 * Every setting, once: where it can be given (file key, environment, flag), its default and unit.
 * Flags win over the environment, the environment over the file, the file over the default.
 * The README's options table is held against this table by a test.
 */
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

/** `-records` is ours: a prefix with it would fall under the template of another prefix. */
const indexPrefix = matching(
  /^(?!.*-records)[a-z][a-z0-9_-]{0,99}$/,
  'lower-case letters, digits, - and _, without "-records"',
);

/** As in a query string; matched without regard to case. */
const parameterNames = matching(
  /^[\w.-]+(?:,[\w.-]+)*$/,
  'names of letters, digits, -, _ and ., separated by commas',
);

/** What a timer takes is 2^31 - 1 ms, 596.5 h. No time at all would give up what has not begun. */
const patience = duration('1s', '596h');
/** Compared with the clock, by no timer; 0s is each time. */
const interval = duration('0s', '87600h');

// biome-ignore format: a table, one row a setting
export const SETTING_TABLE = [
  { key: 'opensearchUrl', env: 'OPENSEARCH_URL', flag: '--opensearch', default: null, read: httpUrl, meaning: 'OpenSearch to use; without it the embedded engine runs. May carry user:password@' },
  { key: 'opensearchUsername', env: 'OPENSEARCH_USERNAME', default: null, read: text, meaning: 'user name for OpenSearch' },
  { key: 'opensearchPassword', env: 'OPENSEARCH_PASSWORD', isSecret: true, default: null, read: text, meaning: 'its password' },
  { key: 'opensearchCaFile', env: 'OPENSEARCH_CA_FILE', default: null, read: text, meaning: 'PEM file of the certificate authority of OpenSearch' },
  { key: 'dataDir', env: 'TAMARIN_DATA_DIR', flag: '--data-dir', default: '.tamarin', read: text, meaning: 'data of the embedded engine, its port and pid' },
  { key: 'enginePort', env: 'TAMARIN_ENGINE_PORT', flag: '--engine-port', default: '0', read: integer(0, 65_535), meaning: 'port of the embedded engine; 0 takes a free one' },
  { key: 'indexPrefix', env: 'TAMARIN_INDEX_PREFIX', flag: '--index-prefix', default: 'tamarin', read: indexPrefix, meaning: 'first part of every index name' },
  { key: 'grain', env: 'TAMARIN_GRAIN', flag: '--grain', default: 'month', read: oneOf('month', 'day'), meaning: 'a record index holds a `month` or a `day`; fixed once there are indices' },
  { key: 'replicas', env: 'TAMARIN_REPLICAS', default: null, read: integer(0, 9), meaning: 'replicas of every index; default 0 on the embedded engine, else 1' },
  { key: 'concurrency', env: 'TAMARIN_CONCURRENCY', default: '16', read: integer(1, 1_000), meaning: 'log objects read at the same time' },
  { key: 'flushBytes', env: 'TAMARIN_FLUSH_BYTES', default: '5242880', read: integer(1, 104_857_600), meaning: 'bytes of a bulk request' },
  { key: 'bulksInFlight', env: 'TAMARIN_BULKS_IN_FLIGHT', default: '2', read: integer(1, 64), meaning: 'bulk requests at the same time' },
  { key: 'giveUpAfterMs', env: 'TAMARIN_GIVE_UP_AFTER', flag: '--give-up-after', default: '15m', read: patience, meaning: 'a sync without progress for this long gives up (s, m, h)' },
  { key: 'redactNames', env: 'TAMARIN_REDACT', default: null, read: parameterNames, meaning: 'further query parameters whose values become `REDACTED`, separated by commas' },
  { key: 'keepHostId', env: 'TAMARIN_KEEP_HOST_ID', default: 'true', read: trueOrFalse, meaning: '`false` leaves out `host_id`, a fifth of the disk' },
  { key: 'countryFile', env: 'TAMARIN_COUNTRY_FILE', default: null, read: text, meaning: 'MaxMind DB file that gives `country`' },
  { key: 'asnFile', env: 'TAMARIN_ASN_FILE', default: null, read: text, meaning: 'MaxMind DB file that gives `asn` and `as_org`' },
  { key: 'questionTimeoutMs', env: 'TAMARIN_QUESTION_TIMEOUT', flag: '--timeout', default: '2m', read: patience, meaning: 'a single search of a question that takes longer is given up (s, m, h)' },
  { key: 's3Region', env: 'AWS_REGION', flag: '--region', default: null, read: text, meaning: 'region of the log bucket; default that of the profile, else us-east-1, and S3 says where the bucket is' },
  { key: 's3Endpoint', env: 'AWS_ENDPOINT_URL_S3', flag: '--endpoint', default: null, read: httpUrl, meaning: 'S3-compatible store instead of Amazon S3' },
  { key: 's3PathStyle', env: 'TAMARIN_S3_PATH_STYLE', flag: '--path-style', default: 'false', read: trueOrFalse, meaning: '`true`: the bucket stands in the path, not in the host name; most S3-compatible stores need it' },
  { key: 's3RequesterPays', env: 'TAMARIN_S3_REQUESTER_PAYS', default: 'false', read: trueOrFalse, meaning: '`true`: agrees to pay for the requests to a Requester Pays bucket' },
  { key: 's3Profile', env: 'AWS_PROFILE', default: null, read: text, meaning: 'profile of the AWS configuration files' },
  { key: 's3RoleArn', env: 'TAMARIN_S3_ROLE_ARN', default: null, read: text, meaning: 'role to take on before S3 is asked' },
  { key: 's3ExternalId', env: 'TAMARIN_S3_EXTERNAL_ID', default: null, read: text, meaning: 'external id that the role asks for' },
  { key: 's3Anonymous', env: 'TAMARIN_S3_ANONYMOUS', default: 'false', read: trueOrFalse, meaning: '`true`: requests are not signed, for a public bucket' },
  { key: 's3Concurrency', env: 'TAMARIN_S3_CONCURRENCY', default: '64', read: integer(1, 1_000), meaning: 'log objects fetched from S3 at the same time' },
  { key: 'spoolFolder', env: 'TAMARIN_SPOOL_DIR', default: null, read: text, meaning: 'folder for temporary files: a body over 1 MiB from S3 is read when all of it has come and was found right; default that of the system' },
  { key: 'spoolBytes', env: 'TAMARIN_SPOOL_BYTES', default: '1073741824', read: integer(0, 1_000_000_000_000), meaning: 'bytes of these files at one time; a body that finds no room is read as it comes, and taken back where it was damaged' },
  { key: 'wholePassEveryMs', env: 'TAMARIN_WHOLE_PASS_EVERY', default: '168h', read: interval, meaning: 'a sync from S3 lists the whole prefix this often, else only what is recent (s, m, h)' },
] as const satisfies readonly Setting[];
