/** A session for a command that runs long: an embedded engine that ends meanwhile is started again. */
import type { CommonFlags, Io } from './io.ts';
import { type Session, sayOf, withSession } from './session.ts';

/** `task` gets an Io that is also stopped when the engine cannot be kept running. */
export function withKeptSession<T>(
  flags: CommonFlags,
  io: Io,
  task: (session: Session, io: Io) => Promise<T>,
): Promise<T> {
  return withSession(flags, io, async (session) => {
    if (session.engine === null) return task(session, io);
    const { keepEngine } = await import('../engine/keep-engine.ts'); // not needed with OPENSEARCH_URL
    const options = { say: sayOf(flags, io), signal: io.signal };
    return keepEngine(session.engine, options, (signal) => task(session, { ...io, signal }));
  });
}
