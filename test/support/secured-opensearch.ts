/**
 * OpenSearch 2.19 with its security plugin, TLS and users: a node of its own for one test file,
 * wherever there is a JDK 17. Users and roles are made over HTTP with the certificate of a superuser.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request as httpsRequest } from 'node:https';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { LOGGING_FILE } from '../../src/engine/home/engine-home.ts';
import { findOnPath } from '../../src/engine/process/executable.ts';
import { choosePort } from '../../src/engine/process/port.ts';
import { runProgram } from '../../src/engine/process/run-program.ts';
import { ENGINE_PARENT } from './engine-parent.ts';
import { fetchOldParts, fetchOnce, lacking, runNode } from './opensearch-2-19.ts';
import type { Request } from './plain-request.ts';

export interface SecuredOpenSearch {
  readonly url: string;
  readonly caFile: string;
  /** As the superuser. */
  readonly request: Request;
  /** Makes users who may do exactly this; one that exists is changed. */
  putUsers(users: Users): Promise<void>;
  /** Does not fail a request on several indices of which one may not be read, but leaves it out. */
  leaveOutForbidden(): Promise<void>;
  stop(): Promise<void>;
}

/** A role of the plugin's own API, without what is never used here. */
export interface Role {
  readonly cluster: readonly string[];
  readonly indices: readonly {
    readonly patterns: readonly string[];
    readonly actions: readonly string[];
    /** Document-level security: a query as JSON. */
    readonly dls?: string;
    /** Field-level security: fields that are seen, or, behind `~`, hidden. */
    readonly fls?: readonly string[];
    readonly masked?: readonly string[];
  }[];
}

/** Each user has a role of its own. */
type Users = Readonly<Record<string, Role>>;

export const PASSWORD = 'a-heron-in-seven-puddles';
/** Of the password, by bcrypt at its least cost: at the plugin's own each user would cost a second. */
const PASSWORD_HASH = '$2y$04$abcdefghijklmnopqrstuu6ZkKaT7V1FER5x6xws2X36a/7XdoH7u';

const POM_FILE = fileURLToPath(new URL('secured-opensearch/pom.xml', import.meta.url));
const PLUGIN = 'org.opensearch.security.OpenSearchSecurityPlugin';
const HEAP = '-Xmx512m';
const API = '/_plugins/_security/api';

/** null, and a line on stderr: this machine lacks what it needs. @throws Error when it fails */
export async function startSecuredOpenSearch(): Promise<SecuredOpenSearch | null> {
  const parts = await fetchOldParts();
  if (parts === null) return null;
  const openssl = findOnPath('openssl', process.env);
  if (openssl === undefined) return lacking('openssl');
  const pluginDir = `${dirname(parts.jarsDir)}/opensearch-security-2.19.1`;
  await fetchOnce(parts.javaHome, {
    pomFile: POM_FILE,
    goal: 'dependency:unpack-dependencies',
    cache: pluginDir,
    mainFile: 'opensearch-security-2.19.1.0.jar',
    what: 'the security plugin of OpenSearch 2.19.1, 43 MB',
  });
  const folder = mkdtempSync(join(ENGINE_PARENT, 'tamarin-secured-'));
  const config = join(folder, 'config');
  mkdirSync(config);
  await makeCertificates(openssl, config);
  writeConfig(config);
  const port = await choosePort(0);
  const url = `https://127.0.0.1:${port}`;
  const request = superuserRequest(url, config);
  const classPath = [parts.jarsDir, pluginDir].map((dir) => join(dir, '*')).join(':');
  const stop = await runNode({
    folder,
    archive: `${pluginDir}.jsa`,
    java: [join(parts.javaHome, 'bin/java'), HEAP, '-cp', classPath],
    port,
    // It answers before it knows its users.
    isUp: () => request('GET', `${API}/roles`).then(({ status }) => status === 200, () => false), // biome-ignore format: one expression
    args: ['-pluginTypes', PLUGIN],
  });
  return {
    url,
    caFile: join(config, 'ca.pem'),
    request,
    putUsers: (users) => putUsers(request, users),
    leaveOutForbidden: () => leaveOutForbidden(request),
    stop,
  };
}

/** An authority, and certificates of the node and of the superuser that it signed. */
async function makeCertificates(openssl: string, dir: string): Promise<void> {
  const run = async (...args: string[]): Promise<void> => {
    const { exitCode, output } = await runProgram({
      program: openssl,
      args,
      env: process.env,
      timeoutMs: 30_000,
      signal: undefined,
    });
    if (exitCode !== 0) throw new Error(`openssl ${args[0]}: ${output}`);
  };
  const file = (name: string): string => join(dir, name);
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  const authority = ['-keyout', file('ca.key'), '-out', file('ca.pem')];
  await run(
    'req',
    '-x509',
    ...key,
    '-days',
    '2',
    '-subj',
    '/CN=tamarin test authority',
    ...authority,
  );
  const extensions =
    'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n';
  writeFileSync(file('extensions'), extensions);
  for (const name of ['node', 'admin']) {
    const subject = ['-subj', `/O=tamarin/CN=${name}`];
    const asked = ['-keyout', file(`${name}.key`), '-out', file(`${name}.csr`)];
    await run('req', ...key, ...subject, ...asked); // each needs the one before
    const signer = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'];
    const made = ['-in', file(`${name}.csr`), '-out', file(`${name}.pem`), '-days', '2'];
    await run('x509', '-req', ...signer, ...made, '-extfile', file('extensions'));
  }
}

const SETTINGS = `
network.host: 127.0.0.1
discovery.type: single-node
cluster.routing.allocation.disk.threshold_enabled: false
action.auto_create_index: false
plugins.security.ssl.transport.pemcert_filepath: node.pem
plugins.security.ssl.transport.pemkey_filepath: node.key
plugins.security.ssl.transport.pemtrustedcas_filepath: ca.pem
plugins.security.ssl.transport.enforce_hostname_verification: false
plugins.security.ssl.http.enabled: true
plugins.security.ssl.http.pemcert_filepath: node.pem
plugins.security.ssl.http.pemkey_filepath: node.key
plugins.security.ssl.http.pemtrustedcas_filepath: ca.pem
plugins.security.authcz.admin_dn: ["CN=admin,O=tamarin"]
plugins.security.nodes_dn: ["CN=node,O=tamarin"]
plugins.security.allow_default_init_securityindex: true
plugins.security.unsupported.restapi.allow_securityconfig_modification: true
`;

/** File of the plugin, and what it calls its content: it starts only when all are there. */
const EMPTY_FILES = {
  internal_users: 'internalusers',
  roles: 'roles',
  roles_mapping: 'rolesmapping',
  action_groups: 'actiongroups',
  tenants: 'tenants',
  nodes_dn: 'nodesdn',
};
const SWITCHED_OFF = ['allowlist', 'whitelist', 'audit'];

const BASIC_CONFIG = {
  dynamic: {
    authc: {
      basic: {
        http_enabled: true,
        order: 1,
        http_authenticator: { type: 'basic', challenge: true },
        authentication_backend: { type: 'intern' },
      },
    },
  },
};

function writeConfig(config: string): void {
  writeFileSync(join(config, 'log4j2.properties'), readFileSync(LOGGING_FILE));
  writeFileSync(join(config, 'opensearch.yml'), SETTINGS);
  const dir = join(config, 'opensearch-security');
  mkdirSync(dir);
  // JSON is YAML.
  const write = (name: string, type: string, more: object): void =>
    writeFileSync(
      join(dir, `${name}.yml`),
      JSON.stringify({ _meta: { type, config_version: 2 }, ...more }),
    );
  for (const [name, type] of Object.entries(EMPTY_FILES)) write(name, type, {});
  for (const name of SWITCHED_OFF) write(name, name, { config: { enabled: false } });
  write('config', 'config', { config: BASIC_CONFIG });
}

/** fetch knows no client certificates. */
function superuserRequest(url: string, config: string): Request {
  const read = (name: string): Buffer => readFileSync(join(config, name));
  const agent = new Agent({ ca: read('ca.pem'), cert: read('admin.pem'), key: read('admin.key') });
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const sending = httpsRequest(url + path, { method, agent, headers }, async (answer) => {
        const told = await text(answer);
        resolve({ status: answer.statusCode ?? 0, body: told === '' ? null : parse(told) });
      });
      sending.once('error', reject);
      sending.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
    });
}

/** Before it is ready the node answers in plain words. */
function parse(told: string): unknown {
  try {
    return JSON.parse(told);
  } catch {
    return told;
  }
}

async function patch(request: Request, path: string, values: object): Promise<void> {
  const body = Object.entries(values).map(([name, value]) => ({
    op: 'add',
    path: `/${name}`,
    value,
  }));
  const answer = await request('PATCH', API + path, body);
  if (answer.status >= 300) throw new Error(`PATCH ${path}: ${JSON.stringify(answer.body)}`);
}

const mapValues = <T>(users: Users, value: (role: Role, name: string) => T): object =>
  Object.fromEntries(Object.entries(users).map(([name, role]) => [name, value(role, name)]));

/** All in three requests: the plugin reloads everything after each. */
async function putUsers(request: Request, users: Users): Promise<void> {
  const roles = mapValues(users, ({ cluster, indices }) => ({
    cluster_permissions: cluster,
    index_permissions: indices.map(({ patterns, actions, dls, fls, masked }) => ({
      index_patterns: patterns,
      allowed_actions: actions,
      dls: dls ?? '',
      fls: fls ?? [],
      masked_fields: masked ?? [],
    })),
  }));
  await patch(request, '/roles', roles);
  await patch(
    request,
    '/internalusers',
    mapValues(users, () => ({ hash: PASSWORD_HASH })),
  );
  await patch(
    request,
    '/rolesmapping',
    mapValues(users, (_, name) => ({ users: [name] })),
  );
}

async function leaveOutForbidden(request: Request): Promise<void> {
  const body = [{ op: 'add', path: '/config/dynamic/do_not_fail_on_forbidden', value: true }];
  const answer = await request('PATCH', `${API}/securityconfig`, body);
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
}
