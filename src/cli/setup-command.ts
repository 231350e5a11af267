/** `tamarin setup`: installs the index templates, once or after an update. */
import { jsonLine, printable } from '../core/printable.ts';
import { checkGrain } from '../opensearch/record-index.ts';
import { installTemplates, newerTemplates, readTemplates } from '../opensearch/templates.ts';
import type { CommonFlags, Io } from './io.ts';
import { withSession } from './session.ts';

export async function setupCommand(flags: CommonFlags, io: Io): Promise<number> {
  return withSession(flags, io, async ({ server, templates }) => {
    await checkGrain(server, templates);
    const states = await readTemplates(server, templates);
    await installTemplates(server, states); // also what is the same: replicas are not compared
    const installed = states.map(({ name }) => name);
    const newer = newerTemplates(states);
    const result = { opensearch: server.name, version: server.version, templates: installed };
    if (flags.json) io.print(jsonLine(result));
    else {
      io.print(
        `OpenSearch ${server.version} at ${server.name} has the index templates ${installed.join(', ')}.\n`,
      );
    }
    if (newer !== null) {
      io.writeMessage(`${printable(newer)}\n`);
    }
    return 0;
  });
}
