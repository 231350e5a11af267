/** How S3 is reached, from the configuration and the standard variables of AWS. */
import type { WorkConfig } from '../config/config.ts';
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

/** AWS_ENDPOINT_URL is for all services of AWS; the SDK knows it too, but not our ledger. */
export const s3Settings = (config: S3Config, env: Env): S3Settings => ({
  region: config.s3Region,
  endpoint: config.s3Endpoint ?? (env.AWS_ENDPOINT_URL || null),
  pathStyle: config.s3PathStyle,
  requesterPays: config.s3RequesterPays,
  profile: config.s3Profile,
  roleArn: config.s3RoleArn,
  externalId: config.s3ExternalId,
  anonymous: config.s3Anonymous,
  concurrency: config.s3Concurrency,
  spoolFolder: config.spoolFolder,
  spoolBytes: config.spoolBytes,
});
