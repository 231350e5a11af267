/** A service for tests that ask no OpenSearch: its routes, guard and limits are the real ones. */
import { buildApp } from '../../src/http/app.ts';
import { Draining } from '../../src/http/service/draining.ts';
import type { App, RouteGroup, Service } from '../../src/http/service/service.ts';
import { makeTelemetry } from '../../src/telemetry/telemetry.ts';

interface WithTeardown {
  teardown(task: () => Promise<void>): void;
}

const OPEN_ACCESS: Service['access'] = { token: null, allowedHosts: [], trustedProxies: [] };

const nobody = (): never => {
  throw new Error('nobody is to be asked');
};
/** Without any source; its page says so. */
const NO_SYNCS: Service['syncs'] = {
  start: nobody,
  read: nobody,
  list: nobody,
  watch: nobody,
  cancel: nobody,
  sources: async () => [],
};

/** `log`: takes the lines of the log. */
export function makeTestService(parts: Partial<Service> = {}, log: string[] = []): Service {
  const write = (line: string): void => {
    log.push(line);
  };
  return {
    access: OPEN_ACCESS,
    ask: async () => {
      throw new Error('nobody is to be asked');
    },
    stream: async () => {
      throw new Error('nobody is to be asked');
    },
    planBlocks: async () => {
      throw new Error('nobody is to be asked');
    },
    syncs: NO_SYNCS,
    questionTimeoutMs: 60_000,
    checkReadiness: async () => [{ name: 'opensearch', ok: true }],
    draining: new Draining(),
    telemetry: makeTelemetry({ level: 'info', write, secrets: [], now: Date.now }),
    now: Date.now,
    ...parts,
  };
}

export async function buildTestApp(
  t: WithTeardown,
  parts: Partial<Service> = {},
  log: string[] = [],
  routeGroups?: readonly RouteGroup[],
): Promise<App> {
  const service = makeTestService(parts, log);
  const app = await buildApp(service, routeGroups);
  t.teardown(async () => {
    await app.close();
    service.telemetry.close();
  });
  return app;
}
