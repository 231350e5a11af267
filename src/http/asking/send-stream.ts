/** Rows of a question as they are read, as fast as the caller takes them. */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { jsonLine } from '../../core/printable.ts';
import type { RowSink, StreamHead, StreamRows } from '../../questions/count/row-stream.ts';
import { csvHeading, csvRows } from '../../render/csv/answer-csv.ts';
import type { Service } from '../service/service.ts';
import { asOfHeader, notesHeader, periodHeader } from './as-of-header.ts';
import { callerGone } from './caller-gone.ts';
import type { QuestionGate } from './question-gate.ts';

const NDJSON_TYPE = 'application/x-ndjson; charset=utf-8';
export const CSV_TYPE = 'text/csv; charset=utf-8; header=present';

interface Streaming {
  readonly name: string;
  readonly stream: StreamRows;
  readonly isCsv: boolean;
  readonly isRaw: boolean;
  readonly gate: QuestionGate;
  readonly service: Service;
}

/**
 * What goes wrong before the first row is a problem as any other; behind it the connection is cut, so
 * that nobody takes a part for the whole.
 */
export async function sendStream(reply: FastifyReply, streaming: Streaming): Promise<FastifyReply> {
  const { stream, gate, service } = streaming;
  const body = new PassThrough();
  const gone = callerGone(reply.raw);
  const sink = sinkOf(reply, body, gone, streaming);
  try {
    await gate.run(
      gone,
      (signal) => service.stream((port, onProgress) => stream(port, sink, onProgress), signal),
      { isStream: true },
    );
    body.end();
  } catch (error) {
    if (!reply.sent) throw error;
    body.destroy(error instanceof Error ? error : undefined);
  }
  return reply;
}

function sinkOf(
  reply: FastifyReply,
  body: PassThrough,
  gone: AbortSignal,
  { name, isCsv, isRaw, service }: Streaming,
): RowSink {
  let columns: StreamHead['columns'] = [];
  const write = async (text: string): Promise<void> => {
    if (body.write(text)) return;
    // Who takes nothing for as long as a question may take is given up.
    const late = AbortSignal.timeout(service.questionTimeoutMs);
    await once(body, 'drain', { signal: AbortSignal.any([gone, late]) });
  };
  return {
    begin: async (head) => {
      ({ columns } = head);
      const { asOf, period, exact, notes } = head;
      reply
        .type(isCsv ? CSV_TYPE : NDJSON_TYPE)
        .header('content-disposition', `attachment; filename="${name}.${isCsv ? 'csv' : 'ndjson'}"`)
        .header('tamarin-as-of', asOfHeader(asOf))
        .header('tamarin-period', periodHeader(period))
        .header('tamarin-exact', String(exact))
        .headers(notes === undefined ? {} : { 'tamarin-notes': notesHeader(notes) })
        .send(body);
      if (isCsv) await write(csvHeading(columns));
    },
    rows: (rows) => write(isCsv ? csvRows(rows, columns, isRaw) : rows.map(jsonLine).join('')),
  };
}
