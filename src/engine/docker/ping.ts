/** Whether an engine of Docker answers, asked over its own API: the client would wait for ever. */
import { request } from 'node:http';

/** A socket that never answers is no engine either. */
export const PING_MAX_MS = 1_000;
const UNIX = 'unix://';

/** `host`: as in DOCKER_HOST; one that speaks TLS counts as silent. */
export function answersPing(host: string): Promise<boolean> {
  const where = placeOf(host);
  if (where === null) return Promise.resolve(false);
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(PING_MAX_MS);
    const asking = request({ ...where, path: '/_ping', signal }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asking.once('error', () => resolve(false));
    asking.end();
  });
}

/** Whether what it publishes on 127.0.0.1 is published on this machine. */
export function isOfThisMachine(host: string): boolean {
  if (host.startsWith(UNIX)) return true;
  const name = URL.parse(host)?.hostname ?? '';
  return ['127.0.0.1', 'localhost', '[::1]'].includes(name);
}

function placeOf(host: string): { socketPath: string } | { host: string; port: string } | null {
  if (host.startsWith(UNIX)) return { socketPath: host.slice(UNIX.length) };
  const url = URL.parse(host);
  return url === null || url.protocol !== 'tcp:' ? null : { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port }; // biome-ignore format: one line
}
