/** `tamarin doctor [source]`: checks what a sync needs, and says how to mend what is missing. */
import { styleText } from 'node:util';
import { findSource, type OpenableSource } from '../app/openable-source.ts';
import type { Config } from '../config/config.ts';
import { TamarinError } from '../core/error.ts';
import type { Finding } from '../core/finding.ts';
import { jsonLine, printable, printableLines } from '../core/printable.ts';
import { redactCredentials } from '../core/redact-credentials.ts';
import { wrapLines } from '../render/text/wrap.ts';
import { schemeOf } from '../source/scheme-table.ts';
import type { CommonFlags, Io } from './io.ts';
import { configOf, type Session, withSession } from './session.ts';
import { sayLine } from './status-line.ts';

const MARKS = { good: 'ok  ', warning: 'warn', bad: 'BAD ' } as const;
const STYLES = { good: 'green', warning: 'yellow', bad: 'red' } as const;

/** Exit code 1 when something is bad. */
export async function doctorCommand(
  named: string | undefined,
  flags: CommonFlags,
  io: Io,
): Promise<number> {
  const config = configOf(flags, io);
  const source =
    named === undefined
      ? null
      : await findSource(named, config, io.env, (text) => sayLine(io, text));
  const findings = await withSession(flags, io, async (session) => {
    const ofSource = await diagnose(source, session, flags, io);
    const found = [...ofSource, ...(await diagnoseDashboards(config, flags, io))].map(redacted);
    if (flags.json) io.print(jsonLine({ findings: found }));
    else for (const finding of found) io.print(findingText(finding, io.columns));
    return found;
  });
  return findings.some(({ state }) => state === 'bad') ? 1 : 0;
}

async function diagnose(
  asked: OpenableSource | null,
  { server, names, templates, config }: Session,
  flags: CommonFlags,
  io: Io,
): Promise<readonly Finding[]> {
  const { diagnoseOpenSearch } = await import('../doctor/diagnose-opensearch.ts');
  const isSamples = flags.samples === true;
  const findings = [...(await diagnoseOpenSearch(server, names, { templates, isSamples }))];
  if (asked === null) return findings;
  const { diagnoseSource } = await import('../doctor/diagnose-source.ts');
  const { address, settings } = asked;
  const { giveUpAfterMs } = config;
  const { now, random, sleep, signal } = io;
  try {
    const scheme = schemeOf(address);
    const source = await scheme.open(address, { settings, giveUpAfterMs, now, random, sleep });
    try {
      const diagnosis = await diagnoseSource(source, io.now(), signal);
      findings.push(...diagnosis.findings);
      if (scheme.name === 's3' && diagnosis.sourceBucket !== null) {
        const { diagnoseLogging } = await import('../doctor/diagnose-logging.ts');
        findings.push(await diagnoseLogging(diagnosis.sourceBucket, address, settings));
      }
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof TamarinError)) throw error;
    findings.push({ about: 'source', state: 'bad', seen: error.message, hint: error.hint });
  }
  return findings;
}

/** Nothing where no Dashboards is configured. */
async function diagnoseDashboards(
  config: Config,
  flags: CommonFlags,
  io: Io,
): Promise<readonly Finding[]> {
  const { dashboardsUrl } = config;
  if (dashboardsUrl === null) return [];
  const { openDashboards } = await import('../app/open-dashboards.ts');
  const { diagnoseDashboards: diagnose } = await import('../doctor/diagnose-dashboards.ts');
  const { ownDashboards, setupCommandLine } = await import('./own-dashboards.ts');
  return diagnose({
    open: () => openDashboards(dashboardsUrl, config, io),
    objects: ownDashboards(config, flags).objects,
    command: setupCommandLine(flags),
  });
}

/** A server may quote what it was sent. */
const redacted = ({ seen, hint, ...finding }: Finding): Finding => ({
  ...finding,
  seen: redactCredentials(seen),
  hint: redactCredentials(hint),
});

const TEXT_AT = 6;

function findingText({ about, state, seen, hint }: Finding, columnsMax: number | null): string {
  const mark = styleText(STYLES[state], MARKS[state]);
  const indent = ' '.repeat(TEXT_AT);
  const next = hint === '' ? '' : `\n${printableLines(hint).replaceAll(/^/gm, indent)}`;
  return wrapLines(`${mark}  ${about}: ${printable(seen)}${next}`, columnsMax, TEXT_AT);
}
