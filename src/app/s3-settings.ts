/** How S3 is reached, from the configuration and the standard variables of AWS. */
import type { WorkConfig } from '../config/config.ts';
import type { SourceConfig } from '../config/source-table.ts';
import type { S3Settings } from '../source/s3/s3-settings.ts';

type S3Config = Pick<
  WorkConfig,
  | 's3Region'
  | 's3Endpoint'
  | 's3PathStyle'
  | 's3RequesterPays'
  | 's3Profile'
  | 's3RoleArn'
  | 's3ExternalId'
  | 's3Anonymous'
  | 's3Concurrency'
  | 'spoolFolder'
  | 'spoolBytes'
>;
type Env = Readonly<Record<string, string | undefined>>;

/**
 * AWS_ENDPOINT_URL is for all services of AWS; the SDK knows it too, but not our ledger. `own`: what a
 * configured source says itself goes before what is said for all. Who names a role or a profile is not
 * anonymous, and an external id belongs to the role that it is named with.
 */
export function s3Settings(
  config: S3Config,
  env: Env,
  own: SourceConfig | null = null,
): S3Settings {
  const hasIdentity = own !== null && (own.roleArn !== null || own.profile !== null);
  return {
    region: own?.region ?? config.s3Region,
    endpoint: own?.endpoint ?? config.s3Endpoint ?? (env.AWS_ENDPOINT_URL || null),
    pathStyle: own?.pathStyle ?? config.s3PathStyle,
    requesterPays: own?.requestPayer ?? config.s3RequesterPays,
    profile: own?.profile ?? config.s3Profile,
    roleArn: own?.roleArn ?? config.s3RoleArn,
    externalId: own?.externalId ?? (own?.roleArn ? null : config.s3ExternalId),
    anonymous: !hasIdentity && config.s3Anonymous,
    concurrency: config.s3Concurrency,
    spoolFolder: config.spoolFolder,
    spoolBytes: config.spoolBytes,
  };
}
