/** The session of one command: its configuration, its way to OpenSearch, and what it says about both. */
import { type Session as AppSession, withServer } from '../app/session.ts';
import { type Config, type ConfigSources, loadConfig } from '../config/config.ts';
import type { CommonFlags, Io } from './io.ts';
import { sayLine } from './status-line.ts';
import { type StopNotice, startStopNotice } from './stop-notice.ts';

export interface Session extends AppSession {
  readonly stopNotice: StopNotice;
  /** Says on stderr what a command is to say only once, however often it happens. */
  readonly toldOnce: (text: string) => void;
}

export const configOf = (flags: CommonFlags, io: Io): Config =>
  loadConfig(configSourcesOf(flags, io));

export function configSourcesOf(flags: CommonFlags, io: Io): ConfigSources {
  const {
    opensearch,
    opensearchAwsRegion,
    dashboardsUrl,
    dashboardsTenant,
    dataDir,
    enginePort,
    indexPrefix,
    grain,
    giveUpAfter,
    timeout,
    region,
    endpoint,
    host,
    port,
  } = flags;
  return {
    flags: {
      opensearchUrl: opensearch,
      opensearchAwsRegion,
      dashboardsUrl,
      dashboardsTenant,
      host,
      port,
      dataDir,
      enginePort,
      indexPrefix,
      grain,
      giveUpAfterMs: giveUpAfter,
      questionTimeoutMs: timeout,
      s3Region: region,
      s3Endpoint: endpoint,
      s3PathStyle: flags.pathStyle === true ? 'true' : undefined,
    },
    env: io.env,
    file: flags.config ?? null,
  };
}

/** Runs a command with a session that is closed whatever happens. @throws TamarinError when no OpenSearch can be had */
export async function withSession<T>(
  flags: CommonFlags,
  io: Io,
  task: (session: Session) => Promise<T>,
): Promise<T> {
  const stopNotice = startStopNotice(flags, io);
  const options = {
    config: configOf(flags, io),
    isSamples: flags.samples === true,
    say: sayOf(flags, io),
    note: (line: string) => sayLine(io, line),
    surroundings: io,
  };
  try {
    return await withServer(options, (session) =>
      task({ ...session, stopNotice, toldOnce: sayOnce(io) }),
    );
  } finally {
    stopNotice.end();
  }
}

function sayOnce(io: Io): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (told.has(text)) return;
    told.add(text);
    sayLine(io, text);
  };
}

/** What the engine tells, in a command that may have a status line. */
export const sayOf = ({ quiet }: CommonFlags, io: Io): ((line: string) => void) =>
  quiet ? () => undefined : (line) => sayLine(io, line);
