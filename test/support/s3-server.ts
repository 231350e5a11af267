/** fauxqs: an S3 in this process, on loopback. Objects are put by plain requests, with a checksum. */
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import { buildApp } from 'fauxqs';
import type { LogFile } from './expected-ids.ts';

export interface S3Server {
  readonly url: string;
  createBucket(bucket: string): Promise<void>;
  put(bucket: string, key: string, body: Buffer): Promise<void>;
  delete(bucket: string, key: string): Promise<void>;
  close(): Promise<void>;
}

/** What the AWS settings of a child process have to be. The machine's own never get through. */
export const s3Env = (endpoint: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-example',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: '',
  AWS_EC2_METADATA_DISABLED: 'true',
  TAMARIN_S3_PATH_STYLE: 'true',
});

export async function startS3(): Promise<S3Server> {
  const app = buildApp({ logger: false });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo; // listening on TCP
  const url = `http://127.0.0.1:${port}`;
  const send = async (method: string, path: string, body?: Buffer): Promise<void> => {
    const response = await fetch(url + path, {
      method,
      ...(body === undefined ? {} : { body: new Uint8Array(body), headers: headersOf(body) }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
  };
  return {
    url,
    createBucket: (bucket) => send('PUT', `/${bucket}`),
    put: (bucket, key, body) => send('PUT', `/${bucket}/${encodeURI(key)}`, body),
    delete: (bucket, key) => send('DELETE', `/${bucket}/${encodeURI(key)}`),
    close: () => app.close(),
  };
}

function headersOf(body: Buffer): Record<string, string> {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return {
    'content-type': 'application/octet-stream',
    'x-amz-checksum-crc32': checksum.toString('base64'),
  };
}

/** Puts files under a prefix, some at a time. */
export async function putFiles(
  server: S3Server,
  bucket: string,
  files: readonly LogFile[],
): Promise<void> {
  await server.createBucket(bucket);
  for (let from = 0; from < files.length; from += 50) {
    const some = files.slice(from, from + 50);
    await Promise.all(some.map(({ name, bytes }) => server.put(bucket, name, bytes))); // 50 at a time
  }
}
