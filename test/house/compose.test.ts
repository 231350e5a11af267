/** Goal: docker-compose.yml says what Tamarin understands, publishes to this machine only, and has limits. */
import { existsSync, readFileSync } from 'node:fs';
import t from 'tap';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/config.ts';
import { SETTING_TABLE, type Setting } from '../../src/config/setting-table.ts';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly mem_limit?: string;
  readonly secrets?: readonly string[];
  readonly healthcheck?: object;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, object>>;
}

const ROOT = new URL('../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, ROOT), 'utf8');
const { services, secrets }: Compose = parse(read('docker-compose.yml'), { merge: true });
const SETTINGS: readonly Setting[] = SETTING_TABLE;
/** Of the AWS SDK itself. */
const SDK_VARIABLES = ['AWS_SHARED_CREDENTIALS_FILE'];

t.test('every port is published on loopback, every service has a limit and a health', (t) => {
  t.ok(Object.keys(services).length >= 5);
  for (const [name, { ports = [], mem_limit, healthcheck, build }] of Object.entries(services)) {
    for (const port of ports) t.match(port, /^127\.0\.0\.1:/, name);
    t.ok(mem_limit, name);
    t.ok(healthcheck ?? build, `${name}: of its own, or of the image of Tamarin`);
  }
  t.end();
});

t.test('what Tamarin is told are its settings, and secrets come as files', (t) => {
  const { environment = {}, secrets: given = [] } = services.tamarin ?? {};
  for (const [name, value] of Object.entries(environment)) {
    const setting = SETTINGS.find(({ env = '' }) => name === env || name === `${env}_FILE`);
    t.ok(setting ?? SDK_VARIABLES.includes(name), name);
    if (setting?.isSecret === true) t.match(value, /^\/run\/secrets\//, name);
    const secret = /^\/run\/secrets\/(.+)$/.exec(value)?.[1];
    if (secret !== undefined) t.ok(given.includes(secret) && secret in secrets, secret);
  }
  t.end();
});

t.test('the demo makes every secret, and git and the image leave them alone', (t) => {
  const demo = read('demo.sh');
  for (const name of Object.keys(secrets)) t.match(demo, `>.demo/${name}`);
  const ignored = read('.gitignore').split('\n');
  t.ok(ignored.includes('.env') && ignored.includes('.demo/'));
  t.equal(
    read('.dockerignore')
      .split('\n')
      .find((line) => !line.startsWith('#')),
    '*',
  );
  t.end();
});

t.test('its configuration file is valid', (t) => {
  const file = new URL('docker/demo.yaml', ROOT);
  t.ok(existsSync(file));
  const { sources } = loadConfig({ flags: {}, env: {}, file: file.pathname });
  t.match(sources, [{ alias: 'samples' }]);
  t.end();
});
