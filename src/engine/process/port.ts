/**
 * The engine's port on 127.0.0.1. OpenSearch takes five seconds to find its port taken and says
 * so in a page of Java, so the port is tried here first.
 */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, TamarinError } from '../../core/error.ts';

/**
 * Below the ports that systems give to outgoing connections (32768 and up on Linux, 49152 on
 * macOS): one of those could be lent out in the seconds until the engine listens.
 */
const FREE_PORT_MIN = 20_000;
const FREE_PORT_MAX = 32_000;
const FREE_PORT_ATTEMPTS_MAX = 50;

/** The port asked for, or with 0 any free one. */
export async function choosePort(askedPort: number): Promise<number> {
  if (askedPort !== 0) {
    const failure = await tryListen(askedPort);
    if (failure === undefined) return askedPort;
    throw portTaken(askedPort, failure);
  }
  for (let attempt = 0; attempt < FREE_PORT_ATTEMPTS_MAX; attempt++) {
    const port = randomInt(FREE_PORT_MIN, FREE_PORT_MAX);
    if ((await tryListen(port)) === undefined) return port; // one at a time: the first one free wins
  }
  throw new TamarinError(
    'port_taken',
    `None of ${FREE_PORT_ATTEMPTS_MAX} ports between ${FREE_PORT_MIN} and ${FREE_PORT_MAX} is free`,
    { hint: 'Choose a port: --engine-port PORT or TAMARIN_ENGINE_PORT=PORT' },
  );
}

/** A killed JVM is a zombie for a moment in which its threads still hold the port. */
const SAME_PORT_WAIT_MS = 3_000;
const POLL_INTERVAL_MS = 50;

/** `port` if it is free, or soon is, else 0: any free one. */
export async function sameOrAnyPort(port: number): Promise<number> {
  const deadline = Date.now() + SAME_PORT_WAIT_MS;
  while ((await tryListen(port)) !== undefined) {
    if (Date.now() > deadline) return 0;
    await sleep(POLL_INTERVAL_MS); // polls one port
  }
  return port;
}

function tryListen(port: number): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(undefined));
    });
  });
}

function portTaken(port: number, cause: Error): TamarinError {
  return new TamarinError(
    'port_taken',
    `Port ${port} on 127.0.0.1, asked for the embedded OpenSearch, is not free: ${messageOf(cause)}`,
    {
      cause,
      hint:
        'Choose another with --engine-port PORT or TAMARIN_ENGINE_PORT=PORT;' +
        ' 0, the default, takes any free one.',
    },
  );
}
