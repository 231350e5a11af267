/**
 * The owner's own work on the bucket: uploads by a person and by a role, the transcoder that reads
 * videos, copies, multi-deletes, and what S3 does by itself under a lifecycle rule.
 */
import { ipv4 } from './addresses.ts';
import { type Agent, agentOf } from './agents.ts';
import { EPISODES, VIDEOS } from './catalogue.ts';
import { DAY_S, HOUR_S, PERIOD_DAYS, PERIOD_FROM_S } from './period.ts';
import { type Random, randomFor } from './prng.ts';
import { type PlannedRequest, planRequest, REGION, requestLineOf, wholeFile } from './request.ts';

const ACCOUNT = '700123456789';
export const EDITOR = `arn:aws:iam::${ACCOUNT}:user/newsroom/maren.holt`;
const TRANSCODER = `arn:aws:sts::${ACCOUNT}:assumed-role/transcoder/batch-worker`;
const OFFICE = ipv4('198.51.100.88');
const WORKER = ipv4('198.51.100.140');

/** The fields that all requests of one actor share, with the time. */
const signed = (requester: string, ip: typeof OFFICE, agent: Agent) => (timeS: number) =>
  ({ timeS, requester, ip, agent, signature: 'AuthHeader' }) as const;
const byEditor = signed(EDITOR, OFFICE, agentOf('aws-cli'));
const byTranscoder = (timeS: number) => ({
  ...signed(TRANSCODER, WORKER, agentOf('Boto3'))(timeS),
  sourceRegion: timeS >= PERIOD_FROM_S + 17 * DAY_S ? REGION : null,
});

export function planPublishing(): PlannedRequest[] {
  const random = randomFor('publishing');
  return Array.from({ length: PERIOD_DAYS }, (_, day) => {
    const morningS = PERIOD_FROM_S + day * DAY_S + 8 * HOUR_S;
    return [
      ...planUploads(random, morningS + random.int(0, HOUR_S), day),
      ...planTranscoding(random, morningS + 2 * HOUR_S),
      ...(day % 2 === 0
        ? planCopy(random, morningS + random.int(3 * HOUR_S, 4 * HOUR_S), day)
        : []),
      ...(day % 3 === 0
        ? planMultiDelete(random, morningS + random.int(5 * HOUR_S, 8 * HOUR_S), day)
        : []),
      ...planLifecycle(random, PERIOD_FROM_S + day * DAY_S, day),
    ];
  }).flat();
}

/** The day's episode in one PUT, and a video in parts. */
function planUploads(random: Random, timeS: number, day: number): PlannedRequest[] {
  const episode = EPISODES[EPISODES.length - PERIOD_DAYS + day] ?? random.pick(EPISODES);
  const put = { ...byEditor(timeS), operation: 'REST.PUT.OBJECT', key: episode.key };
  const video = `incoming/Raw footage ${String(day + 1).padStart(2, '0')}.mov`;
  const part = (
    operation: string,
    secondsLater: number,
    query: string,
    objectSize: number | null,
  ) =>
    planRequest(random, {
      ...byEditor(timeS + secondsLater),
      operation,
      key: video,
      requestLine: requestLineOf(operation, video, query),
      objectSize,
    });
  const uploadId = random.hex(32);
  return [
    planRequest(random, { ...put, objectSize: episode.sizeBytes }),
    part('REST.POST.UPLOADS', 60, '?uploads', null),
    part('REST.PUT.PART', 75, `?partNumber=1&uploadId=${uploadId}`, 536_870_912),
    part('REST.PUT.PART', 110, `?partNumber=2&uploadId=${uploadId}`, random.int(1, 536_870_912)),
    part('REST.POST.UPLOAD', 140, `?uploadId=${uploadId}`, null),
  ];
}

/** The worker lists what came in, then reads videos from inside AWS. */
function planTranscoding(random: Random, timeS: number): PlannedRequest[] {
  const list = planRequest(random, {
    ...byTranscoder(timeS),
    operation: 'REST.GET.BUCKET',
    requestLine: 'GET /?list-type=2&prefix=incoming%2F HTTP/1.1',
    bytesSent: random.int(900, 9_000),
  });
  const reads = Array.from({ length: 3 }, (_, index) =>
    planRequest(random, {
      ...byTranscoder(timeS + 30 + index * 420),
      ...wholeFile(random.pick(VIDEOS)),
      operation: 'REST.GET.OBJECT',
    }),
  );
  return [list, ...reads];
}

/** One request, two records: the write and the read of the source, with one request id. */
function planCopy(random: Random, timeS: number, day: number): PlannedRequest[] {
  const source = random.pick(EPISODES);
  const key = `archive/2026/day ${day + 1}.mp3`;
  const write = planRequest(random, {
    ...byEditor(timeS),
    operation: 'REST.COPY.OBJECT',
    key,
    bytesSent: 274,
    objectSize: source.sizeBytes,
  });
  const read = planRequest(random, {
    ...byEditor(timeS),
    requestId: write.requestId,
    operation: 'REST.COPY.OBJECT_GET',
    key: source.key,
    requestLine: null,
    agent: null,
    bytesSent: source.sizeBytes,
    objectSize: source.sizeBytes,
    signature: null,
    host: null,
    tls: null,
  });
  return [write, read];
}

/** One request with a list of keys; each key is a record of its own with the same request id. */
function planMultiDelete(random: Random, timeS: number, day: number): PlannedRequest[] {
  const request = planRequest(random, {
    ...byEditor(timeS),
    operation: 'REST.POST.MULTI_OBJECT_DELETE',
    requestLine: 'POST /?delete HTTP/1.1',
    bytesSent: random.int(600, 1_400),
  });
  const deletes = Array.from({ length: random.int(4, 8) }, (_, index) =>
    planRequest(random, {
      ...byEditor(timeS),
      requestId: request.requestId,
      operation: 'BATCH.DELETE.OBJECT',
      key: `tmp/Rough cut ${day}-${index + 1} (été).wav`,
      requestLine: null,
      status: 204,
      agent: null,
      totalMs: null,
      objectSize: random.int(1_000_000, 90_000_000),
    }),
  );
  return [request, ...deletes];
}

/** S3 expires scratch files at night: no address, no status, hardly any field. */
function planLifecycle(random: Random, midnightS: number, day: number): PlannedRequest[] {
  return Array.from({ length: random.int(2, 6) }, (_, index) =>
    planRequest(random, {
      timeS: midnightS + random.int(0, 3 * HOUR_S),
      operation: index === 5 ? 'S3.CREATE.DELETEMARKER' : 'S3.EXPIRE.OBJECT',
      requester: 'AmazonS3',
      requestId: random.hex(16),
      key: `tmp/render pass ${day + 1}-${index + 1}.wav`,
      requestLine: null,
      status: null,
      objectSize: random.int(2_000_000, 400_000_000),
      totalMs: null,
      tls: null,
      host: null,
    }),
  );
}
