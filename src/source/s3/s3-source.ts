/**
 * Log objects in a bucket. The requests are here; what they mean is decided in s3-error.ts,
 * log-key-layout.ts, log/key-window.ts and list-log-objects.ts, which do no I/O.
 */
import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import pLimit, { type LimitFunction } from 'p-limit';
import { backOffMs } from '../../core/back-off.ts';
import { TamarinError } from '../../core/error.ts';
import { releaseBuffer } from '../../core/large-buffer.ts';
import { againAfter, final, retry } from '../../core/retry.ts';
import type { Content } from '../content/content.ts';
import { readContent, readWholeContent } from '../content/read-content.ts';
import {
  type Described,
  type LogObject,
  type LogSource,
  PAGE_OBJECTS_MAX,
  SOURCE_BACK_OFF,
} from '../log/log-source.ts';
import { type ListedPage, listLogObjects, toLogObject } from './list-log-objects.ts';
import { QuickGet } from './quick-get.ts';
import { checkedBody, HELD_BYTES_MAX } from './read-body.ts';
import { connectS3 } from './s3-client.ts';
import { isPassing, judgeGet, listError, type S3Request } from './s3-error.ts';
import { parseS3Url, physicalIdOf } from './s3-location.ts';
import { S3_TIMEOUTS, type S3Settings, type S3Timeouts } from './s3-settings.ts';
import { Spool } from './spool.ts';
import { takeTurn } from './take-turn.ts';

export interface S3SourceOptions {
  readonly settings: S3Settings;
  readonly timeouts?: S3Timeouts;
  /** A listing that once worked is tried again for this long. */
  readonly giveUpAfterMs: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (delayMs: number) => Promise<void>;
}

export interface S3Source extends LogSource {
  /** Sockets that carry a request or an answer; a body that is left unread keeps its own. */
  socketsInUse(): number;
}

/** Until S3 has answered once, a wrong endpoint is likelier than a passing fault. */
const FIRST_ATTEMPTS_MAX = 3;

/** @throws TamarinError `usage`. No request is sent yet. */
export async function openS3Source(url: string, options: S3SourceOptions): Promise<S3Source> {
  const { bucket, prefix } = parseS3Url(url);
  const { settings, timeouts = S3_TIMEOUTS } = options;
  const { client, socketsInUse } = await connectS3(settings, timeouts);
  const { requesterPays } = settings;
  const spool = new Spool({ folder: settings.spoolFolder, bytesMax: settings.spoolBytes });
  const inTurn = pLimit(settings.concurrency);
  const quick = new QuickGet({ client, timeouts, requesterPays, inTurn });
  const endpoint = settings.endpoint === null ? 'Amazon S3' : new URL(settings.endpoint).host;
  const request = { bucket, prefix, endpoint } as const;
  const bucketInput = {
    Bucket: bucket,
    ...(settings.requesterPays ? { RequestPayer: 'requester' as const } : {}),
  };
  const idOf = (key: string): string => physicalIdOf(settings.endpoint, bucket, key);
  return {
    name: url,
    physicalPrefix: idOf(prefix),
    leavesOutOld: true,
    holds: (physicalId) => physicalId.startsWith(idOf(prefix)),
    listPages: (signal, asked) => {
      const listPage = (startAfter: string): Promise<ListedPage> =>
        listOnce(client, { ...bucketInput, Prefix: prefix, StartAfter: startAfter }, signal);
      const patient = makePatient(options, { ...request, action: 'list' }, signal);
      return listLogObjects({
        listPage: (startAfter) => patient(() => listPage(startAfter)),
        window: asked?.window ?? null,
        onLeftOut: asked?.onLeftOut,
        onListed: asked?.onListed,
        physicalIdOf: idOf,
      });
    },
    open: (object, signal) =>
      openObject(client, { ...bucketInput, Key: object.logKey }, object, {
        quick,
        inTurn,
        spool,
        signal,
        stallMs: timeouts.stallMs,
      }),
    judgeFailure: (error, { logKey }) => judgeGet(error, { ...request, action: 'get' }, logKey),
    describe: ({ logKey }, signal) =>
      describe(client, { ...bucketInput, Key: logKey }, idOf, signal),
    close: async () => {
      quick.close();
      client.destroy();
    },
    socketsInUse: () => socketsInUse() + quick.inUse,
  };
}

type Input = { readonly Bucket: string; readonly RequestPayer?: 'requester' };

/** Tries again what may pass, with pauses that grow. @throws TamarinError */
function makePatient(options: S3SourceOptions, request: S3Request, signal: AbortSignal) {
  const { now, random, sleep, giveUpAfterMs } = options;
  let answeredMs: number | null = null;
  return <T>(task: () => Promise<T>): Promise<T> =>
    retry(async (count) => {
      try {
        const result = await task();
        answeredMs = now();
        return final(result);
      } catch (error) {
        signal.throwIfAborted();
        const isLast =
          answeredMs === null ? count >= FIRST_ATTEMPTS_MAX : now() - answeredMs >= giveUpAfterMs;
        if (isLast || !isPassing(error, request)) throw listError(error, request);
        return againAfter(backOffMs(count, SOURCE_BACK_OFF, random));
      }
    }, sleep);
}

async function listOnce(
  client: S3Client,
  input: Input & { readonly Prefix: string; readonly StartAfter: string },
  signal: AbortSignal,
): Promise<ListedPage> {
  const answer = await client.send(
    new ListObjectsV2Command({ ...input, MaxKeys: PAGE_OBJECTS_MAX, EncodingType: 'url' }),
    { abortSignal: signal },
  );
  // A web server that answers every path with a page would look like an empty bucket.
  if (answer.IsTruncated === undefined || answer.MaxKeys === undefined) throw notS3(input.Bucket);
  const decode = answer.EncodingType === 'url' ? decodeListedKey : (key: string) => key;
  return {
    isTruncated: answer.IsTruncated,
    keys: (answer.Contents ?? []).map(({ Key = '', ETag = '', Size = 0, LastModified }) => ({
      key: decode(Key),
      etag: ETag,
      sizeBytes: Size,
      lastModifiedMs: LastModified?.getTime() ?? 0,
    })),
  };
}

const decodeListedKey = (key: string): string => decodeURIComponent(key.replaceAll('+', ' '));

const notS3 = (bucket: string): TamarinError =>
  new TamarinError('source_unreachable', `Cannot list s3://${bucket}: the server is not S3.`, {
    hint: 'Check AWS_ENDPOINT_URL_S3: it must be the S3 API of the store, not its web console.',
  });

interface Opening {
  readonly quick: QuickGet;
  readonly inTurn: LimitFunction;
  readonly spool: Spool;
  readonly signal: AbortSignal;
  readonly stallMs: number;
}

async function* openObject(
  client: S3Client,
  input: Input & { readonly Key: string },
  object: LogObject,
  { quick, inTurn, spool, signal, stallMs }: Opening,
): AsyncGenerator<Content> {
  const isSmall = object.sizeBytes <= HELD_BYTES_MAX;
  const whole = isSmall ? await quick.fetch(object, signal) : null;
  if (whole !== null) {
    yield* readWholeContent(whole);
    releaseBuffer(whole);
    return;
  }
  // One signal a request: it takes the socket down with a body that is not read to its end.
  const request = new AbortController();
  const abort = (): void => request.abort();
  let isRead = false;
  const endTurn = await takeTurn(inTurn);
  try {
    signal.throwIfAborted();
    signal.addEventListener('abort', abort, { once: true });
    const answer = await client.send(
      new GetObjectCommand({ ...input, IfMatch: object.etag, ChecksumMode: 'ENABLED' }),
      { abortSignal: request.signal },
    );
    const body = answer.Body as Readable; // in Node it is a stream
    const { sizeBytes } = object;
    yield* readContent(checkedBody(body, { sizeBytes, stallMs }, spool));
    isRead = true;
  } finally {
    signal.removeEventListener('abort', abort);
    if (!isRead) request.abort();
    endTurn();
  }
}

async function describe(
  client: S3Client,
  input: Input & { readonly Key: string },
  idOf: (key: string) => string,
  signal: AbortSignal,
): Promise<Described> {
  try {
    const { ETag, ContentLength, LastModified } = await client.send(new HeadObjectCommand(input), {
      abortSignal: signal,
    });
    const lastModifiedMs = LastModified?.getTime() ?? 0;
    const listed = { key: input.Key, etag: ETag ?? '', sizeBytes: ContentLength ?? 0 };
    return { kind: 'found', object: toLogObject({ ...listed, lastModifiedMs }, idOf) };
  } catch (error) {
    const { name } = error as { readonly name?: string }; // absent where no error was thrown
    if (name === 'NotFound' || name === 'NoSuchKey')
      return { kind: 'gone', reason: 'it no longer exists' };
    throw error;
  }
}
