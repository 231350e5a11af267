/**
 * Reads back where S3 says that it delivers the access logs of a bucket, and holds it against the
 * source that was named. Needs s3:GetBucketLogging on the bucket whose requests are logged.
 */
import { GetBucketLoggingCommand } from '@aws-sdk/client-s3';
import { messageOf } from '../core/error.ts';
import type { Finding } from '../core/finding.ts';
import { connectS3 } from '../source/s3/s3-client.ts';
import { parseS3Url } from '../source/s3/s3-location.ts';
import { S3_TIMEOUTS, type S3Settings } from '../source/s3/s3-settings.ts';
import { switchOnText } from './switch-on-logging.ts';

const ABOUT = 'logging';

/** `sourceBucket`: whose requests are logged. `url`: the source that is synced. */
export async function diagnoseLogging(
  sourceBucket: string,
  url: string,
  settings: S3Settings,
): Promise<Finding> {
  const { client } = await connectS3(settings, S3_TIMEOUTS);
  try {
    const answer = await client.send(new GetBucketLoggingCommand({ Bucket: sourceBucket }));
    const { TargetBucket, TargetPrefix } = answer.LoggingEnabled ?? {};
    return judgeLogging(sourceBucket, url, TargetBucket ?? null, TargetPrefix ?? '');
  } catch (error) {
    return {
      about: ABOUT,
      state: 'warning',
      seen: `The logging configuration of ${sourceBucket} cannot be read: ${messageOf(error)}.`,
      hint: `Not needed for a sync. To have it checked, allow s3:GetBucketLogging on arn:aws:s3:::${sourceBucket}.`,
    };
  } finally {
    client.destroy();
  }
}

/** Pure. `targetBucket`: null where logging is off. */
export function judgeLogging(
  sourceBucket: string,
  url: string,
  targetBucket: string | null,
  targetPrefix: string,
): Finding {
  const { bucket, prefix } = parseS3Url(url);
  const target = `s3://${targetBucket}/${targetPrefix}`;
  if (targetBucket === null) {
    const seen = `Logging of ${sourceBucket} is off: no new logs will come.`;
    return {
      about: ABOUT,
      state: 'warning',
      seen,
      hint: switchOnText({ sourceBucket, logBucket: bucket, prefix }),
    };
  }
  if (targetBucket === sourceBucket) {
    const seen = `${sourceBucket} logs into itself: every delivery of a log is logged too, endlessly.`;
    return {
      about: ABOUT,
      state: 'warning',
      seen,
      hint: 'Deliver the logs to a separate bucket.',
    };
  }
  const isHere =
    targetBucket === bucket && (targetPrefix.startsWith(prefix) || prefix.startsWith(targetPrefix));
  if (isHere) {
    const seen = `${sourceBucket} delivers its logs to ${target}.`;
    return { about: ABOUT, state: 'good', seen, hint: '' };
  }
  const seen = `${sourceBucket} delivers its logs to ${target}, not to ${url}.`;
  return {
    about: ABOUT,
    state: 'warning',
    seen,
    hint: `New logs arrive there: tamarin sync ${target}`,
  };
}
