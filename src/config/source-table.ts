/**
 * Every key of a source in the configuration file, once: `sources:` is a list of blocks with these keys.
 * What a source leaves out is taken from the settings of the same meaning.
 */
import { readS3Url } from '../core/s3-url.ts';
import { readScheduleText, type Schedule, timeZone } from './read-schedule.ts';
import { matching, type Reader, reader, text, trueOrFalse } from './read-value.ts';

/** A source that the configuration names. Values that are null were not given. */
export interface SourceConfig {
  /** The only name under which others know it. */
  readonly alias: string;
  /** `s3://bucket/prefix`, or an absolute path. */
  readonly url: string;
  readonly region: string | null;
  readonly endpoint: string | null;
  readonly pathStyle: boolean | null;
  readonly profile: string | null;
  readonly roleArn: string | null;
  readonly externalId: string | null;
  readonly requestPayer: boolean | null;
  readonly schedule: Schedule | null;
  /** False: its schedule is paused. */
  readonly monitor: boolean;
}

export interface SourceKey {
  readonly key: keyof SourceConfig | 'timeZone';
  readonly isNeeded?: true;
  readonly default?: string;
  readonly read: Reader;
  readonly meaning: string;
}

const alias = matching(
  /^[a-z0-9][a-z0-9_-]{0,62}$/,
  'lower-case letters, digits, - and _, at most 63, beginning with a letter or digit',
);

/** A typing error in `s3://` would else be a path that is not there. */
const url: Reader = reader({ type: 'string' }, (value) => {
  const isPath = value !== '' && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(value);
  return isPath || readS3Url(value) !== null
    ? { kind: 'value', value }
    : { kind: 'problem', wanted: 's3://bucket/prefix or a path' };
});

/** Whoever asks S3 signs requests: a password in its address would be shown and never used. */
const endpoint: Reader = reader({ type: 'string', pattern: '^https?://[^@]+$' }, (value) => {
  const parsed = URL.parse(value);
  const isPlain = parsed !== null && parsed.username === '' && parsed.password === '';
  return isPlain && /^https?:$/.test(parsed.protocol)
    ? { kind: 'value', value }
    : { kind: 'problem', wanted: 'an http:// or https:// URL without a user' };
});

// biome-ignore format: a table, one row a key
export const SOURCE_TABLE = [
  { key: 'alias', isNeeded: true, read: alias, meaning: 'its name: `tamarin sync <alias>`, and in the service' },
  { key: 'url', isNeeded: true, read: url, meaning: '`s3://bucket/prefix`, or a path; a relative one starts at the folder of the file' },
  { key: 'region', read: text, meaning: 'region of the log bucket' },
  { key: 'endpoint', read: endpoint, meaning: 'S3-compatible store to use instead of Amazon S3' },
  { key: 'pathStyle', read: trueOrFalse, meaning: '`true`: use path-style URLs' },
  { key: 'profile', read: text, meaning: 'profile in the AWS configuration files' },
  { key: 'roleArn', read: text, meaning: 'IAM role to assume' },
  { key: 'externalId', read: text, meaning: 'external ID that the role requires' },
  { key: 'requestPayer', read: trueOrFalse, meaning: '`true`: agree to pay for requests to a Requester Pays bucket' },
  { key: 'schedule', read: readScheduleText, meaning: 'how often the service syncs it (`15m`; s, m, h, d), or a cron expression of five parts' },
  { key: 'timeZone', read: timeZone, meaning: 'time zone of the cron expression (default: UTC)' },
  { key: 'monitor', default: 'true', read: trueOrFalse, meaning: '`false` pauses the schedule' },
] as const satisfies readonly SourceKey[];
