/**
 * Makes the SDK's client. Every time-out is set, else a server that stops talking is waited for
 * without end; the SDK's own retry is off, because its quota runs dry in an outage: we try again
 * ourselves. Loaded only for an S3 source: it costs 100 ms.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Settings, S3Timeouts } from './s3-settings.ts';

/** Where nothing names a region. S3 answers there with the region of any bucket. */
const FALLBACK_REGION = 'us-east-1';
/** Beside the objects: the next page is listed while they are fetched. */
const LISTING_SOCKETS = 4;

export interface S3Connection {
  readonly client: S3Client;
  /** Sockets that carry a request or an answer; idle ones do not count. */
  socketsInUse(): number;
}

export async function connectS3(settings: S3Settings, timeouts: S3Timeouts): Promise<S3Connection> {
  const pool = { keepAlive: true, maxSockets: settings.concurrency + LISTING_SOCKETS };
  const [httpAgent, httpsAgent] = [new HttpAgent(pool), new HttpsAgent(pool)];
  const config: S3ClientConfig = {
    ...(settings.endpoint === null ? {} : { endpoint: settings.endpoint }),
    ...(settings.profile === null ? {} : { profile: settings.profile }),
    ...(await identityOf(settings)),
    forcePathStyle: settings.pathStyle,
    followRegionRedirects: true,
    maxAttempts: 1,
    responseChecksumValidation: 'WHEN_SUPPORTED',
    requestHandler: {
      httpAgent,
      httpsAgent,
      connectionTimeout: timeouts.connectMs,
      requestTimeout: timeouts.answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: timeouts.idleMs,
    },
  };
  const region = settings.region ?? (await regionOf(config));
  const client = new S3Client({ ...config, region });
  return {
    client,
    socketsInUse: () =>
      [httpAgent, httpsAgent]
        .flatMap(({ sockets }) => Object.values(sockets))
        .reduce((sum, some) => sum + (some?.length ?? 0), 0),
  };
}

/** As the SDK finds it: environment, then the profile. */
async function regionOf(config: S3ClientConfig): Promise<string> {
  const client = new S3Client(config);
  try {
    return await client.config.region();
  } catch {
    return FALLBACK_REGION;
  } finally {
    client.destroy();
  }
}

/** Nothing: the SDK's standard chain. */
async function identityOf(settings: S3Settings): Promise<S3ClientConfig> {
  const { anonymous, roleArn, externalId, profile, region } = settings;
  if (anonymous) {
    return {
      credentials: { accessKeyId: 'anonymous', secretAccessKey: 'anonymous' }, // asked for, never used
      signer: { sign: async (request) => request },
    };
  }
  if (roleArn === null) return {};
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers'); // only for a role
  return {
    credentials: fromTemporaryCredentials({
      params: {
        RoleArn: roleArn,
        RoleSessionName: 'tamarin',
        ...(externalId === null ? {} : { ExternalId: externalId }),
      },
      clientConfig: {
        ...(profile === null ? {} : { profile }),
        region: region ?? FALLBACK_REGION,
      },
    }),
  };
}
