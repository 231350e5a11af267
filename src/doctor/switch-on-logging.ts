/** What to do where there are no logs: S3 writes none until it is told to, and none of the past. */

export interface LogPlace {
  /** Whose requests are to be logged; null: not known. */
  readonly sourceBucket: string | null;
  readonly logBucket: string;
  readonly prefix: string;
}

const KEY_FORMAT = { PartitionedPrefix: { PartitionDateSource: 'EventTime' } };

/** With folders by account, region, bucket and day: a sync of a few days lists only these. */
export function loggingCommand({ sourceBucket, logBucket, prefix }: LogPlace): string {
  const LoggingEnabled = {
    TargetBucket: logBucket,
    TargetPrefix: prefix,
    TargetObjectKeyFormat: KEY_FORMAT,
  };
  const status = JSON.stringify({ LoggingEnabled }).replaceAll("'", `'\\''`); // a prefix may have one
  return `aws s3api put-bucket-logging --bucket ${sourceBucket ?? 'BUCKET'} --bucket-logging-status '${status}'`;
}

/** Several lines. */
export const switchOnText = (place: LogPlace): string =>
  `Logging is not retroactive: only requests from now on will be logged. Switch it on for each bucket:
  ${loggingCommand(place)}
Without TargetObjectKeyFormat all logs lie side by side. In the console: the bucket, Properties, Server access logging.
The policy of ${place.logBucket} must let logging.s3.amazonaws.com put objects there: docs/no-logs.md has it, and what can
be known today without logs. First logs come after about an hour, most within a few hours: Amazon promises no time.`;
