/**
 * One request, one answer. Node's own `fetch` cannot be told whom to trust; redirects are not followed,
 * since a password must not reach another server.
 */
import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** null: it has none. */
  readonly body: Buffer | string | null;
  /** Until the whole answer is there. */
  readonly timeoutMs: number;
  /** Certificates that are trusted; null: those of Node. */
  readonly ca: readonly string[] | null;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** All objects of six dashboards are 0.2 MB. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024;

/** @throws Error where there is no answer, or not all of it */
export async function sendRequest(url: URL, sent: Sent): Promise<Answer> {
  const { method, headers, body, timeoutMs, ca } = sent;
  const signal = AbortSignal.any([sent.signal, AbortSignal.timeout(timeoutMs)]);
  const request =
    url.protocol === 'https:'
      ? requestHttps(url, { method, headers, signal, ...(ca === null ? {} : { ca: [...ca] }) })
      : requestHttp(url, { method, headers, signal });
  request.end(body ?? undefined);
  const [response]: IncomingMessage[] = await once(request, 'response');
  if (response === undefined) throw new Error('there was no answer'); // the event always has it
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: await readText(response),
  };
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    // no encoding is set
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) throw new Error(`the answer is over ${ANSWER_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
