/** A service for tests that ask no OpenSearch: its routes, guard and limits are the real ones. */
import { pino } from 'pino';
import { buildApp } from '../../src/http/app.ts';
import { Draining } from '../../src/http/service/draining.ts';
import type { App, Service } from '../../src/http/service/service.ts';

interface WithTeardown {
  teardown(task: () => Promise<void>): void;
}

const OPEN_ACCESS: Service['access'] = { token: null, allowedHosts: [], trustedProxies: [] };

const makeTestService = (parts: Partial<Service> = {}): Service => ({
  access: OPEN_ACCESS,
  ask: async () => {
    throw new Error('nobody is to be asked');
  },
  questionTimeoutMs: 60_000,
  checkReadiness: async () => [{ name: 'opensearch', ok: true }],
  draining: new Draining(),
  logger: pino({ level: 'silent' }),
  now: Date.now,
  ...parts,
});

export async function buildTestApp(t: WithTeardown, parts: Partial<Service> = {}): Promise<App> {
  const app = await buildApp(makeTestService(parts));
  t.teardown(() => app.close());
  return app;
}
