/** A planned request, before it is text, and how S3 writes it into its log. */

/** How a program speaks TLS: what a log shows of its fingerprint. */
export interface Tls {
  readonly version: string;
  readonly cipher: string;
}

// biome-ignore format: a table, one row a way to speak TLS
export const TLS = {
  modern: { version: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256' },
  chacha: { version: 'TLSv1.3', cipher: 'TLS_CHACHA20_POLY1305_SHA256' },
  openssl: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
  old: { version: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256' },
  older: { version: 'TLSv1.2', cipher: 'ECDHE-RSA-AES256-GCM-SHA384' },
} as const satisfies Record<string, Tls>;

/** Who asks: one program at one address. */
export interface Client {
  /** null: S3 itself, or a service of AWS. */
  readonly ip: string | null;
  readonly agent: string | null;
  /** null: plain HTTP. */
  readonly tls: Tls | null;
  readonly requester?: string;
}

export interface Ask extends Client {
  readonly timeS: number;
  readonly operation: string;
  /** Letters, digits, `/`, `-`, `_` and `.` only: these are logged as they are. */
  readonly key: string | null;
  readonly query?: string;
  readonly status: number | null;
  readonly errorCode?: string;
  /** 0: S3 sent no body, and logs `-`. */
  readonly bytes: number;
  readonly size: number | null;
  readonly referrer: string | null;
  /** Whose request it is; null: an honest client's. */
  readonly actor: string | null;
}

export interface Surroundings {
  readonly bucket: string;
  readonly ownerId: string;
  readonly requestId: string;
  readonly hostId: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** A server sends about so many bytes a millisecond to one client. */
const BYTES_PER_MS = 6_000;

/** One line, without its ending. */
export function writeAsk(ask: Ask, { bucket, ownerId, requestId, hostId }: Surroundings): string {
  const { operation, key, status, tls, requester } = ask;
  const isInternal = operation.startsWith('S3.');
  const isWebsite = operation.startsWith('WEBSITE.');
  const verb = operation.split('.')[1];
  const path = `/${key ?? ''}${ask.query === undefined ? '' : `?${ask.query}`}`;
  const requestLine = isInternal ? '-' : `${verb} ${path} HTTP/1.1`;
  const isSigned = requester !== undefined && ask.ip !== null;
  const turnAroundMs = 8 + (requestId.charCodeAt(3) % 40);
  const totalMs = turnAroundMs + Math.ceil(ask.bytes / BYTES_PER_MS);
  const host = `${bucket}.${isWebsite ? 's3-website-eu-west-1' : 's3.eu-west-1'}.amazonaws.com`;
  return [
    `${ownerId} ${bucket} ${timeOf(ask.timeS)} ${ask.ip ?? '-'} ${requester ?? '-'} ${requestId}`,
    `${operation} ${key ?? '-'} "${requestLine}" ${status ?? '-'} ${ask.errorCode ?? '-'}`,
    `${ask.bytes === 0 ? '-' : ask.bytes} ${ask.size ?? '-'}`,
    isInternal ? '- -' : `${totalMs} ${status === 304 ? '-' : turnAroundMs}`,
    `"${ask.referrer ?? '-'}" "${ask.agent ?? '-'}" - ${hostId}`,
    `${isSigned ? 'SigV4' : '-'} ${tls?.cipher ?? '-'} ${isSigned ? 'AuthHeader' : '-'}`,
    `${isInternal ? '-' : host} ${tls?.version ?? '-'} - -`,
  ].join(' ');
}

/** `[01/Feb/2026:13:05:09 +0000]` */
function timeOf(timeS: number): string {
  const iso = new Date(timeS * 1_000).toISOString();
  const month = MONTHS[Number(iso.slice(5, 7)) - 1];
  return `[${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000]`;
}
