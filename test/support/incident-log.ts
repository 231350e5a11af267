/**
 * A log of what the samples lack, because a well-kept bucket has none of it: old signatures and TLS
 * versions, ACLs, a presigned URL that goes round, deletes by hand, a client that is throttled.
 */
import { type Address, ipv4 } from '../../samples/maker/addresses.ts';
import { agentOf } from '../../samples/maker/agents.ts';
import { randomFor } from '../../samples/maker/prng.ts';
import { type PlannedRequest, planRequest, requestLineOf } from '../../samples/maker/request.ts';

const START_S = Date.UTC(2026, 1, 20, 9) / 1_000;
const OWN = 'arn:aws:iam::700123456789:user/ops/lena.brandt';
const BACKUP = 'arn:aws:iam::700123456789:user/backup';
const PARTNER = 'arn:aws:sts::210987654321:assumed-role/partner-import/session-7';
const INDEXER = 'arn:aws:sts::700123456789:assumed-role/indexer/i-0f3a';
const MASTER = 'masters/season 3/mix.wav';
const ACCESS_POINT = 'arn:aws:s3:eu-west-1:700123456789:accesspoint/partners';
const MIB = 1_048_576;

type Given = Partial<PlannedRequest> & Pick<PlannedRequest, 'operation'>;

/** In the order of their times, a few seconds apart. */
export function planIncidents(): readonly PlannedRequest[] {
  const random = randomFor('incidents');
  return [
    ...deletesByHand(),
    ...oldClients(),
    ...aclsAndPartners(),
    ...presignedGoesRound(),
    ...listings(),
    ...throttled(),
  ].map((given, at) =>
    planRequest(random, { timeS: START_S + at * 7, ip: ipv4('198.51.100.90'), ...given }),
  );
}

const signed = (requester: string) => ({ requester, signature: 'AuthHeader' }) as const;

function deletesByHand(): readonly Given[] {
  const byOps = { ...signed(OWN), agent: agentOf('aws-cli'), status: 204 };
  const version = { versionId: '3sL4kqtJlcpXroDTDmJ.rUSqXd0R' };
  return [
    { ...byOps, operation: 'REST.DELETE.OBJECT', key: MASTER, objectSize: 900 * MIB },
    { ...byOps, ...version, operation: 'REST.DELETE.OBJECT', key: MASTER },
    { ...byOps, operation: 'REST.PUT.BUCKETPOLICY', requestLine: 'PUT /?policy HTTP/1.1' },
    { ...byOps, operation: 'REST.DELETE.BUCKETPOLICY', requestLine: 'DELETE /?policy HTTP/1.1' },
    { ...byOps, status: 202, operation: 'REST.POST.RESTORE', key: 'masters/season 1/mix.wav' },
  ];
}

function oldClients(): readonly Given[] {
  const file = { key: 'masters/readme.txt', bytesSent: 5_120, objectSize: 5_120 };
  const old = { ...signed(BACKUP), signatureVersion: 'SigV2', ip: ipv4('198.51.100.91') } as const;
  const reader: Given = { operation: 'REST.GET.OBJECT', ...file, agent: agentOf('curl') };
  return [
    { ...reader, ...old },
    { ...reader, ...old, key: 'masters/season 2/mix.wav', bytesSent: 700 * MIB },
    { ...reader, tls: 'TLSv1', ip: ipv4('203.0.113.200') },
    { ...reader, tls: null, ip: ipv4('203.0.113.201') }, // plain HTTP
    { ...reader, status: 206, bytesSent: 512, totalMs: 64_000 },
  ];
}

function aclsAndPartners(): readonly Given[] {
  const partner = { ...signed(PARTNER), ip: ipv4('203.0.113.210') };
  const put = { ...partner, key: 'inbox/partner.xml', objectSize: 40_960 };
  return [
    { ...put, operation: 'REST.PUT.OBJECT', aclRequired: 'Yes' },
    { ...put, operation: 'REST.PUT.ACL', aclRequired: 'Yes' },
    { ...put, operation: 'REST.GET.OBJECT', bytesSent: 40_960, accessPointArn: ACCESS_POINT },
    { ...put, operation: 'REST.GET.OBJECT', status: 403, errorCode: 'AccessDenied', bytesSent: 243 }, // biome-ignore format: one request
    { ...put, operation: 'REST.PUT.OBJECT', status: 403, errorCode: 'AccessDenied' },
  ];
}

/** The same URL from four addresses, two of them after it has expired. */
function presignedGoesRound(): readonly Given[] {
  const query = '?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600&X-Amz-Signature=4e0c7b';
  const operation = 'REST.GET.OBJECT';
  const url = {
    ...signed(OWN),
    operation,
    key: MASTER,
    requestLine: requestLineOf(operation, MASTER, query),
    signature: 'QueryString',
    objectSize: 900 * MIB,
  } as const;
  const from = (host: number): { readonly ip: Address } => ({ ip: ipv4(`203.0.113.${host}`) });
  const refused = { status: 403, errorCode: 'AccessDenied', bytesSent: 310 };
  return [
    { ...url, ...from(220), bytesSent: 900 * MIB },
    { ...url, ...from(221), bytesSent: 900 * MIB },
    { ...url, ...from(222), ...refused },
    { ...url, ...from(223), ...refused },
  ];
}

function listings(): readonly Given[] {
  const prefixes = ['inbox/', 'masters/', 'inbox/', 'inbox/'];
  return prefixes.map((prefix) => ({
    ...signed(INDEXER),
    operation: 'REST.GET.BUCKET',
    requestLine: `GET /?list-type=2&prefix=${encodeURIComponent(prefix)} HTTP/1.1`,
    bytesSent: 310_000,
    agent: agentOf('Boto3'),
  }));
}

/** All within one second. */
function throttled(): readonly Given[] {
  const at = { timeS: START_S + 3_600, ip: ipv4('203.0.113.230'), agent: agentOf('Boto3') };
  const slowDown = { status: 503, errorCode: 'SlowDown', bytesSent: 330 };
  return ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    ...at,
    ...slowDown,
    operation: 'REST.GET.OBJECT',
    key: `masters/${name}.wav`,
  }));
}
