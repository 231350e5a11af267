/**
 * The parts of the client library that Tamarin uses. The library's own client loads every API there is,
 * more than 500 files, which costs each command 50 ms; here a function of an API is loaded when it is
 * first called. Transport, connections, serializer and functions are the library's.
 */
import type * as Library from '@opensearch-project/opensearch';
import { loadLate } from '../core/load-late.ts';

const load = (file: string): unknown => loadLate(`@opensearch-project/opensearch/${file}.js`);

export const errors = load('lib/errors') as typeof Library.errors;
export const Serializer = load('lib/Serializer') as typeof Library.Serializer;
const Connection = load('lib/Connection') as typeof Library.Connection;
const Transport = load('lib/Transport') as typeof Library.Transport;
const { ConnectionPool } = load('lib/pool/index') as typeof Library;
/** By it a function finds what to throw where a parameter is missing. */
const { kConfigErr } = load('api/utils') as { readonly kConfigErr: symbol };

const PING_TIMEOUT_MS = 3_000;
/** Of the library's own client. */
const JSON_OPTIONS = {
  disablePrototypePoisoningProtection: false,
  enableLongNumeralSupport: false,
};

/** By the folder they stand in. */
const FUNCTIONS = {
  _core: ['bulk', 'count', 'createPit', 'delete', 'deleteByQuery', 'deletePit', 'index', 'info', 'mget', 'msearch', 'search', 'update'],
  cat: ['indices'],
  cluster: ['health'],
  indices: ['create', 'getIndexTemplate', 'getMapping', 'getSettings', 'putIndexTemplate', 'putMapping', 'refresh', 'resolveIndex', 'stats'],
} as const; // biome-ignore format: lists

type Functions = typeof FUNCTIONS;
/** The client of the library, as far as it is used. */
export type Client = Pick<Library.Client, Functions['_core'][number]> & {
  readonly cat: Pick<Library.Client['cat'], Functions['cat'][number]>;
  readonly cluster: Pick<Library.Client['cluster'], Functions['cluster'][number]>;
  readonly indices: Pick<Library.Client['indices'], Functions['indices'][number]>;
} & { close(): Promise<void> };

export interface ClientOptions {
  readonly node: string;
  readonly Serializer: typeof Library.Serializer;
  /** Tries beside the first. */
  readonly maxRetries: number;
  /** Milliseconds. */
  readonly requestTimeout: number;
  readonly auth?: { readonly username: string; readonly password: string };
  readonly ssl?: { readonly ca: string };
  /** Of a signer. */
  readonly Connection?: typeof Library.Connection;
  readonly Transport?: typeof Library.Transport;
}

/** @throws Error where the address or a certificate is of no use */
export function newClient(options: ClientOptions): Client {
  const { node, maxRetries, requestTimeout, auth, ssl } = options;
  const emit = (): boolean => false; // nobody listens
  const connectionPool = new ConnectionPool({
    Connection: options.Connection ?? Connection,
    pingTimeout: PING_TIMEOUT_MS,
    emit,
    ...(auth === undefined ? {} : { auth }),
    ...(ssl === undefined ? {} : { ssl }),
  });
  connectionPool.addConnection(node);
  const transport = new (options.Transport ?? Transport)({
    emit,
    connectionPool,
    serializer: new options.Serializer(JSON_OPTIONS),
    maxRetries,
    requestTimeout,
    sniffEndpoint: '', // the nodes of a cluster are not asked for
  });
  const owner = { transport, [kConfigErr]: errors.ConfigurationError };
  return {
    ...functionsOf('_core', owner),
    cat: functionsOf('cat', owner),
    cluster: functionsOf('cluster', owner),
    indices: functionsOf('indices', owner),
    close: () => new Promise<void>((resolve) => connectionPool.empty(resolve)),
  } as Client; // by FUNCTIONS
}

type ApiFunction = (this: object, ...parameters: unknown[]) => unknown;

const functionsOf = (folder: keyof Functions, owner: object): object =>
  Object.fromEntries(
    FUNCTIONS[folder].map((name) => [
      name,
      (...parameters: unknown[]) =>
        (load(`api/${folder}/${name}`) as ApiFunction).apply(owner, parameters),
    ]),
  );
