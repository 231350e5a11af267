/** `tamarin status`: how far the answers reach, source by source, and what is missing. */
import { TamarinError } from '../core/error.ts';
import { jsonLine, printable } from '../core/printable.ts';
import { findSourceIds, forgetSource } from '../opensearch/forget-source.ts';
import { makeSearchPort } from '../opensearch/make-search-port.ts';
import { readBuckets, readDisk, readRunning } from '../opensearch/read-holdings.ts';
import { readLedgerStatus, readRejects } from '../opensearch/source-status.ts';
import { readAsOf } from '../questions/reach/as-of.ts';
import type { ReachFacts } from '../questions/reach/reach-facts.ts';
import { stateOf } from '../questions/reach/sync-words.ts';
import { nextStep } from '../render/text/next-step.ts';
import { type SourceStatus, type Status, statusText } from '../render/text/status-text.ts';
import type { CommonFlags, Io } from './io.ts';
import { type Session, withSession } from './session.ts';

export interface StatusFlags extends CommonFlags {
  readonly forget?: string;
}

/** @throws TamarinError */
export async function statusCommand(flags: StatusFlags, io: Io): Promise<number> {
  return withSession(flags, io, async (session) => {
    const { forget } = flags;
    if (forget !== undefined) return forgetNamed(forget, session, flags, io);
    const status = await readStatus(session, flags, io);
    await io.writeWithBackpressure(
      flags.json ? jsonLine(status) : statusText(status, io.now(), io.columns),
    );
    return 0;
  });
}

const EVERYTHING = { from: null, to: null };

const readFacts = (
  { server, names, config, countedSources }: Session,
  io: Io,
): Promise<ReachFacts> => {
  const { signal, now } = io;
  const options = { timeoutMs: config.questionTimeoutMs, signal, now, countedSources };
  return makeSearchPort(server, names.recordsPattern, options).readFacts(EVERYTHING);
};

async function readStatus(session: Session, flags: StatusFlags, io: Io): Promise<Status> {
  const { server, names } = session;
  const facts = await readFacts(session, io);
  const { configured = null } = facts;
  const asOf = readAsOf(facts, { ...EVERYTHING, configured });
  const sources: SourceStatus[] = [];
  for (const { sourceId, newest, complete, hasDone } of facts.sources) {
    const ledger = await readLedgerStatus(server, names.ledger, sourceId); // a few sources
    sources.push({
      source: newest.source,
      sourceId,
      counts: hasDone && (configured === null || configured.includes(sourceId)),
      lastSync: { ...newest, state: stateOf(newest, facts.atMs) },
      lastCompleteSync: complete,
      ...ledger,
      growing: (complete ?? newest).objects.growing,
    });
  }
  const known = {
    asOf,
    sources,
    rejects: await readRejects(server, names.quarantine),
    buckets: await readBuckets(server, names),
    disk: await readDisk(server, names),
    running: await readRunning(server, names),
  };
  const aliases = session.config.sources.map(({ alias }) => alias);
  const next = nextStep(known, { nowMs: facts.atMs, aliases, isSamples: flags.samples === true });
  return { ...known, next };
}

async function forgetNamed(
  name: string,
  session: Session,
  flags: StatusFlags,
  io: Io,
): Promise<number> {
  const { server, names } = session;
  const { sources, atMs } = await readFacts(session, io);
  const source = session.config.sources.find(({ alias }) => alias === name)?.url ?? name;
  const ids = await findSourceIds(server, names, source);
  const [sourceId] = ids;
  if (sourceId === undefined || ids.length > 1) throw notOne(name, sources, ids);
  const known = sources.find((source) => source.sourceId === sourceId);
  if (known !== undefined && stateOf(known.newest, atMs) === 'running') throw running(name);
  const others = sources.map((source) => source.sourceId).filter((id) => id !== sourceId);
  const forgotten = await forgetSource(server, names, { sourceId, others });
  if (flags.json) io.print(jsonLine({ source: name, sourceId, ...forgotten }));
  else
    io.print(
      `${printable(name)} is forgotten: ${forgotten.syncs} syncs, ${forgotten.logObjects} log objects. ` +
        'Its records stay; a later sync rereads all of it and counts nothing twice.\n',
    );
  return 0;
}

function notOne(
  name: string,
  sources: ReachFacts['sources'],
  ids: readonly string[],
): TamarinError {
  const known = sources.map(({ newest, sourceId }) => `${newest.source} (${sourceId})`).join(', ');
  return ids.length > 1
    ? new TamarinError('usage', `"${name}" names ${ids.length} sources.`, {
        hint: `Use one of their ids: ${ids.join(', ')}`,
      })
    : new TamarinError('usage', `No sync of "${name}" is on record.`, {
        hint: known === '' ? 'There has been no sync yet.' : `Known sources: ${known}.`,
      });
}

const running = (name: string): TamarinError =>
  new TamarinError('usage', `A sync of ${name} is running.`, {
    hint: 'Stop it or wait for it to finish, then forget the source.',
  });
