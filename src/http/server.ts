/** Listens, and ends within the time that a service manager gives. */
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, TamarinError } from '../core/error.ts';
import { buildApp } from './app.ts';
import type { App, Service } from './service/service.ts';

/** For answers that are under way; service managers kill after 10 s, main.ts ends after 9. */
const DRAIN_MAX_MS = 5_000;
/** For what then still holds a connection. */
const CLOSE_MAX_MS = 2_000;

/** Each takes some 10 KiB; what comes above is closed at once. */
const CONNECTIONS_MAX = 1_000;

export interface Listening {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Resolves when all is closed; never fails. */
  readonly stop: () => Promise<void>;
}

/** @throws TamarinError `port_taken`, `config_invalid` */
export async function listen(
  service: Service,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const app = await buildApp(service);
  app.server.maxConnections = CONNECTIONS_MAX;
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    service.telemetry.close();
    throw toTamarinError(cause, host, port);
  }
  const { address, family, port: taken } = app.server.address() as AddressInfo; // of a TCP server
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`;
  return { url, stop: () => stop(app, service) };
}

async function stop(app: App, { draining, telemetry }: Service): Promise<void> {
  await draining.drain(DRAIN_MAX_MS);
  const closed = app.close();
  await Promise.race([closed, sleep(CLOSE_MAX_MS, undefined, { ref: false })]);
  app.server.closeAllConnections(); // their callers had their time
  await closed;
  telemetry.close();
}

function toTamarinError(cause: unknown, host: string, port: number): TamarinError {
  const { code } = cause as NodeJS.ErrnoException; // of node:net
  if (code === 'EADDRINUSE')
    return new TamarinError('port_taken', `Port ${port} of ${host} is taken.`, {
      cause,
      hint: 'Give another one with --port or TAMARIN_PORT; 0 takes a free one.',
    });
  return new TamarinError(
    'config_invalid',
    `Cannot listen on ${host}, port ${port}: ${messageOf(cause)}.`,
    {
      cause,
      hint: 'Give an address of this machine with --host or TAMARIN_HOST, and a port that you may open.',
    },
  );
}
