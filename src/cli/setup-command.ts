/** `tamarin setup`: installs the index templates, and the dashboards where there is a Dashboards; once, or after an update. */
import type { Config } from '../config/config.ts';
import { jsonLine, printable } from '../core/printable.ts';
import { checkGrain } from '../opensearch/record-index.ts';
import { installTemplates, newerTemplates, readTemplates } from '../opensearch/templates.ts';
import type { CommonFlags, Io } from './io.ts';
import { configOf, withSession } from './session.ts';

export async function setupCommand(flags: CommonFlags, io: Io): Promise<number> {
  const config = configOf(flags, io);
  return withSession(flags, io, async ({ server, templates }) => {
    await checkGrain(server, templates);
    const states = await readTemplates(server, templates);
    await installTemplates(server, states); // also what is the same: replicas are not compared
    const installed = states.map(({ name }) => name);
    const newer = newerTemplates(states);
    if (!flags.json) {
      io.print(
        `OpenSearch ${server.version} at ${server.name} has the index templates ${installed.join(', ')}.\n`,
      );
    }
    if (newer !== null) {
      io.writeMessage(`${printable(newer)}\n`);
    }
    const dashboards = await importDashboards(config, flags, io);
    const result = { opensearch: server.name, version: server.version, templates: installed };
    if (flags.json) io.print(jsonLine({ ...result, dashboards }));
    else if (dashboards !== null) io.print(importedText(dashboards));
    return 0;
  });
}

interface Imported {
  readonly url: string;
  readonly version: string;
  readonly tenant: string | null;
  /** Objects: dashboards, their panels, searches and the index pattern. */
  readonly imported: number;
  readonly dashboards: readonly { readonly title: string; readonly url: string }[];
}

/** null: no Dashboards is configured. @throws TamarinError */
async function importDashboards(
  config: Config,
  flags: CommonFlags,
  io: Io,
): Promise<Imported | null> {
  const { dashboardsUrl } = config;
  if (dashboardsUrl === null) return null;
  const { openDashboards } = await import('../app/open-dashboards.ts'); // only where there is one
  const { TRIED_WITH } = await import('../saved-objects/dashboards.ts');
  const { checkTenant } = await import('../saved-objects/check-tenant.ts');
  const { dashboardLink } = await import('../saved-objects/dashboards-address.ts');
  const { importObjects } = await import('../saved-objects/import-objects.ts');
  const { ownDashboards } = await import('./own-dashboards.ts');
  const dashboards = await openDashboards(dashboardsUrl, config, io);
  const note = await checkTenant(dashboards);
  if (note !== null && !flags.quiet) io.writeMessage(`${note}\n`);
  const { version, tenant, name } = dashboards;
  if (version !== TRIED_WITH && !flags.quiet) {
    io.writeMessage(
      `OpenSearch Dashboards is ${printable(version)}; these dashboards were tried with ${TRIED_WITH}. Going on.\n`,
    );
  }
  const { ndjson, objects } = ownDashboards(config, flags);
  const imported = await importObjects(dashboards, ndjson);
  const links = objects
    .filter(({ type }) => type === 'dashboard')
    .map(({ id, attributes }) => ({
      title: String(attributes.title),
      url: dashboardLink({ base: name, tenant, id }),
    }));
  return { url: name, version, tenant, imported, dashboards: links };
}

function importedText({ url, version, tenant, imported, dashboards }: Imported): string {
  const place = tenant === null ? '' : `, tenant ${tenant}`;
  const width = Math.max(...dashboards.map(({ title }) => title.length));
  const links = dashboards.map((each) => `  ${each.title.padEnd(width)}  ${each.url}\n`);
  return `OpenSearch Dashboards ${printable(version)} at ${url}${place} has the dashboards (${imported} objects).\n${links.join('')}`;
}
