/** Goal: what docs/deploy.md tells an operator to write is understood by this version of Tamarin. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { parseAllDocuments } from 'yaml';
import { runCommandLine } from '../../src/cli/program.ts';
import { loadConfig } from '../../src/config/config.ts';
import { SETTING_TABLE, type Setting } from '../../src/config/setting-table.ts';
import { METRIC_TABLE } from '../../src/telemetry/metric-table.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { buildTestApp } from '../http/build-service.ts';
import { NODE_FLAGS } from '../support/node-flags.ts';

const DOC = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
const MAIN = readFileSync(new URL('../../src/main.ts', import.meta.url), 'utf8');
const SETTINGS: readonly Setting[] = SETTING_TABLE;

const blocks = (language: string): readonly string[] =>
  [...DOC.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );

interface Container {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly livenessProbe?: { readonly httpGet: { readonly path: string } };
  readonly readinessProbe?: { readonly httpGet: { readonly path: string } };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly resources: { readonly requests: object; readonly limits: object };
}

interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly [Container];
  readonly volumes: readonly { readonly name: string }[];
}

/** Any of the documents: what is not there is undefined. */
interface Manifest {
  readonly kind?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly schedule?: string;
    readonly ports?: readonly { readonly port: number }[];
    readonly template?: { readonly spec: PodSpec };
    readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: PodSpec } } };
  };
  readonly scrape_configs?: readonly { readonly metrics_path: string }[];
  readonly groups?: readonly { readonly rules: readonly { readonly expr: string }[] }[];
  readonly sources?: unknown;
}

const documents = blocks('yaml').flatMap((text) => {
  const parsed = parseAllDocuments(text);
  if ('empty' in parsed) throw new Error('an empty block');
  for (const { errors } of parsed) if (errors[0] !== undefined) throw errors[0];
  return parsed.map((document) => ({ text, manifest: document.toJS() as Manifest })); // checked below
});
const ofKind = (kind: string): Manifest =>
  documents.find(({ manifest }) => manifest.kind === kind)?.manifest ?? {};
const podOf = ({ spec }: Manifest): PodSpec => {
  const pod = spec?.template?.spec ?? spec?.jobTemplate?.spec.template.spec;
  if (pod === undefined) throw new Error('no pod');
  return pod;
};

const unit = (blocks('ini')[0] ?? '')
  .split('\n')
  .flatMap((line) =>
    [...line.matchAll(/^(\w+)=(.*)$/g)].map(([, key = '', value = '']) => ({ key, value })),
  );
const ofUnit = (name: string): string => unit.find(({ key }) => key === name)?.value ?? '';

/** Flags and the command must be ones that its help names. */
async function checkArguments(t: Test, args: readonly string[]): Promise<void> {
  const [command = '', ...rest] = args;
  const { io, printed } = fakeIo();
  t.equal(await runCommandLine([command, '--help'], io), 0, command);
  const flags = rest.filter((word) => word.startsWith('--'));
  t.ok(flags.length > 0);
  for (const flag of flags) t.match(printed.join(''), new RegExp(`^ {2}${flag} `, 'm'), flag);
}

const isVariable = (name: string): boolean =>
  SETTINGS.some(({ env, isSecret }) => name === env || (isSecret && name === `${env}_FILE`));

const usual = (name: string): string => SETTINGS.find(({ key }) => key === name)?.default ?? '';
/** A stop takes at most this long; whoever kills earlier cuts it short. */
const STOP_MAX_S = Number(/STOP_MAX_MS = ([\d_]+)/.exec(MAIN)?.[1]?.replace('_', '')) / 1_000;

t.test('the unit of systemd starts what there is, and waits until it has stopped', async (t) => {
  const command = ofUnit('ExecStart').split(' ');
  const at = command.indexOf('src/main.ts');
  t.strictSame(command.slice(0, at), ['/usr/bin/node', ...NODE_FLAGS]);
  await checkArguments(t, command.slice(at + 1));
  const variables = unit
    .filter(({ key }) => key === 'Environment')
    .map(({ value }) => value.split('=')[0] ?? '');
  t.ok(variables.length >= 3);
  for (const name of variables) t.ok(isVariable(name), name);
  t.ok(STOP_MAX_S > 0 && Number(ofUnit('TimeoutStopSec')) > STOP_MAX_S);
  t.match(DOC, `It listens on ${usual('host')}:${usual('port')}.`);
  t.match(DOC, `within ${STOP_MAX_S} seconds of a SIGTERM`);
});

t.test('every configuration file in it is valid', async (t) => {
  const own = documents
    .filter(({ manifest }) => manifest.sources !== undefined)
    .map(({ text }) => text);
  const mounted = Object.values(ofKind('ConfigMap').data ?? {});
  t.equal(own.length + mounted.length, 2);
  for (const text of [...own, ...mounted]) {
    const file = join(t.testdir({ 'tamarin.yaml': text }), 'tamarin.yaml');
    const { sources } = loadConfig({ flags: {}, env: {}, file });
    t.ok(sources.some(({ alias }) => alias === 'media'));
  }
});

t.test('deployment and job: arguments, variables, mounts, time to stop, limits', async (t) => {
  for (const kind of ['Deployment', 'CronJob']) {
    const { containers, volumes, terminationGracePeriodSeconds } = podOf(ofKind(kind));
    const [{ args, env, volumeMounts, resources }] = containers;
    await checkArguments(t, args);
    for (const { name } of env) t.ok(isVariable(name), name);
    t.strictSame(
      volumeMounts.map(({ name }) => name),
      volumes.map(({ name }) => name),
    );
    const paths = [...args, ...env.map(({ value }) => value)].filter((word) =>
      word.startsWith('/'),
    );
    for (const path of paths)
      t.ok(
        volumeMounts.some(({ mountPath }) => path.startsWith(`${mountPath}/`)),
        path,
      );
    t.ok(terminationGracePeriodSeconds > STOP_MAX_S, kind);
    t.ok('memory' in resources.limits && 'cpu' in resources.requests);
  }
});

t.test('ports, probes and the scrape lead to what the service has', async (t) => {
  const app = await buildTestApp(t);
  const { paths } = JSON.parse((await app.inject('/docs/json')).body);
  const [container] = podOf(ofKind('Deployment')).containers;
  const scrape = documents.flatMap(({ manifest }) => manifest.scrape_configs ?? []);
  const asked = [container.livenessProbe?.httpGet.path, container.readinessProbe?.httpGet.path, scrape[0]?.metrics_path]; // biome-ignore format: one list
  t.strictSame(asked, ['/livez', '/readyz', '/metrics']);
  for (const path of asked) t.ok(path !== undefined && path in paths, path ?? 'none');
  t.equal(container.ports?.[0]?.containerPort, Number(usual('port')));
  t.equal(ofKind('Service').spec?.ports?.[0]?.port, Number(usual('port')));
});

t.test('alerts ask for metrics that there are', async (t) => {
  const rules = documents
    .flatMap(({ manifest }) => manifest.groups ?? [])
    .flatMap(({ rules }) => rules);
  const names = rules.flatMap(({ expr }) => expr.match(/tamarin_\w+/g) ?? []);
  t.equal(names.length, 4);
  for (const name of names) t.ok(name in METRIC_TABLE, name);
});
