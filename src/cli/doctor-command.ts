/** `tamarin doctor [source]`: checks what a sync needs, and says how to mend what is missing. */
import { styleText } from 'node:util';
import { s3Settings } from '../app/s3-settings.ts';
import { TamarinError } from '../core/error.ts';
import type { Finding } from '../core/finding.ts';
import { jsonLine, printable, printableLines } from '../core/printable.ts';
import { schemeOf } from '../source/scheme-table.ts';
import type { CommonFlags, Io } from './io.ts';
import { type Session, withSession } from './session.ts';

const MARKS = { good: 'ok  ', warning: 'warn', bad: 'BAD ' } as const;
const STYLES = { good: 'green', warning: 'yellow', bad: 'red' } as const;

/** Exit code 1 when something is bad. */
export async function doctorCommand(
  path: string | undefined,
  flags: CommonFlags,
  io: Io,
): Promise<number> {
  const findings = await withSession(flags, io, async (session) => {
    const found = await diagnose(path, session, io);
    if (flags.json) io.print(jsonLine({ findings: found }));
    else for (const finding of found) io.print(findingText(finding));
    return found;
  });
  return findings.some(({ state }) => state === 'bad') ? 1 : 0;
}

async function diagnose(
  path: string | undefined,
  { server, names, templates, config }: Session,
  io: Io,
): Promise<readonly Finding[]> {
  const { diagnoseOpenSearch } = await import('../doctor/diagnose-opensearch.ts'); // only here
  const findings = [...(await diagnoseOpenSearch(server, names, templates))];
  if (path === undefined) return findings;
  const { diagnoseSource } = await import('../doctor/diagnose-source.ts'); // only for a source
  const settings = s3Settings(config, io.env);
  const { giveUpAfterMs } = config;
  const { now, random, sleep, signal } = io;
  try {
    const scheme = schemeOf(path);
    const source = await scheme.open(path, { settings, giveUpAfterMs, now, random, sleep });
    try {
      const diagnosis = await diagnoseSource(source, io.now(), signal);
      findings.push(...diagnosis.findings);
      if (scheme.name === 's3' && diagnosis.sourceBucket !== null) {
        const { diagnoseLogging } = await import('../doctor/diagnose-logging.ts'); // only for S3
        findings.push(await diagnoseLogging(diagnosis.sourceBucket, path, settings));
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

function findingText({ about, state, seen, hint }: Finding): string {
  const mark = styleText(STYLES[state], MARKS[state]);
  const next = hint === '' ? '' : `      ${printableLines(hint).replaceAll('\n', '\n      ')}\n`;
  return `${mark}  ${about}: ${printable(seen)}\n${next}`;
}
