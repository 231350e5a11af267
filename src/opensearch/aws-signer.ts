/**
 * Amazon OpenSearch Service takes requests that are signed with AWS credentials (SigV4). The client
 * library brings the signer; credentials come from the standard chain of AWS, as for S3.
 */
import { messageOf, TamarinError } from '../core/error.ts';

export interface AwsSigning {
  readonly region: string;
  /** `es`: a domain; `aoss`: a serverless collection. */
  readonly service: 'es' | 'aoss';
}

/** Parts of the client that sign. Loaded only for such a server: the credentials cost 60 ms. */
export async function makeAwsSigner({ region, service }: AwsSigning) {
  const { AwsSigv4Signer } = await import('@opensearch-project/opensearch/aws-v3');
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  const findCredentials = fromNodeProviderChain();
  return AwsSigv4Signer({
    region,
    service,
    getCredentials: async () => {
      try {
        return await findCredentials();
      } catch (cause) {
        throw noCredentials(cause);
      }
    },
  });
}

const noCredentials = (cause: unknown): TamarinError =>
  new TamarinError(
    'opensearch_denied',
    `There are no AWS credentials to sign requests to OpenSearch: ${messageOf(cause)}.`,
    {
      cause,
      hint: 'Run "aws configure" or "aws sso login", or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    },
  );
