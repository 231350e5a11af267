/** Takes all rows of a stream, and its head. */
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { prepareStream } from '../../src/questions/catalogue.ts';
import type { RowSink, StreamHead } from '../../src/questions/count/row-stream.ts';
import type { SearchPort } from '../../src/questions/count/search-port.ts';

interface Streamed {
  readonly head: StreamHead;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export async function streamRows(
  question: string,
  raw: RawParameters,
  port: SearchPort,
): Promise<Streamed> {
  const stream = prepareStream(question, raw);
  if (stream === null) throw new Error(`${question} is not streamed`);
  const heads: StreamHead[] = [];
  const rows: Readonly<Record<string, unknown>>[] = [];
  const sink: RowSink = {
    begin: async (head) => {
      heads.push(head);
    },
    rows: async (page) => {
      rows.push(...page.map((row) => ({ ...row })));
    },
  };
  await stream(port, sink);
  const [head] = heads;
  if (head === undefined || heads.length > 1) throw new Error(`${heads.length} heads`);
  return { head, rows };
}
