/** Every question of the catalogue: the command line's names, parameters and bytes. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { jsonLine } from '../../core/printable.ts';
import type { RawParameters } from '../../questions/ask/raw-parameters.ts';
import { prepareQuestion, prepareStream, QUESTION_TABLE } from '../../questions/catalogue.ts';
import type { Answered, Question } from '../../questions/question.ts';
import { answerCsv } from '../../render/csv/answer-csv.ts';
import { asOfHeader, notesHeader, periodHeader } from '../asking/as-of-header.ts';
import { pathSchema, pathsOf, querySchema } from '../asking/asked-parameters.ts';
import { callerGone } from '../asking/caller-gone.ts';
import { QuestionGate } from '../asking/question-gate.ts';
import { CSV_TYPE, sendStream } from '../asking/send-stream.ts';
import { ANSWER_SCHEMAS } from '../schemas/answers.ts';
import { PROBLEM_RESPONSE } from '../schemas/problem.ts';
import type { App, Service } from '../service/service.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

export function questionRoutes(app: App, service: Service): void {
  const gate = new QuestionGate(service.questionTimeoutMs);
  for (const question of QUESTION_TABLE)
    for (const path of pathsOf(question)) addQuestion(app, { question, path, gate, service });
}

interface QuestionRoute {
  readonly question: Question;
  readonly path: string;
  readonly gate: QuestionGate;
  readonly service: Service;
}

function addQuestion(app: App, { question, path, gate, service }: QuestionRoute): void {
  const { argument, name, about, passes } = question;
  const isInPath = path.includes(':');
  app.get(
    path,
    {
      schema: {
        summary: about,
        description: `How it is answered: ${passes}.`,
        tags: ['questions'],
        ...(argument !== null && isInPath ? { params: pathSchema(argument) } : {}),
        querystring: querySchema(question),
        response: { 200: answerResponse(question), ...PROBLEM_RESPONSE },
      },
      attachValidation: true, // what the question itself says of its parameters says more
    },
    async (request, reply) => {
      const { format, raw, ...given } = (request.query ?? {}) as RawParameters; // texts and lists of them
      const argued = isInPath ? (request.params as RawParameters) : {}; // the one argument
      const isCsv = wantsCsv(request, format);
      const clock = { nowMs: service.now() };
      const stream = prepareStream(name, { ...given, ...argued }, clock);
      if (stream !== null) {
        if (request.validationError !== undefined) throw request.validationError;
        return sendStream(reply, { name, stream, isCsv, isRaw: raw === 'true', gate, service });
      }
      const asks = prepareQuestion(name, { ...given, ...argued }, clock);
      if (request.validationError !== undefined) throw request.validationError;
      const gone = callerGone(reply.raw);
      const answered = await gate.run(gone, (signal) => service.ask(asks, signal));
      if (!isCsv) return reply.type(JSON_TYPE).send(jsonLine(answered.answer));
      return sendCsv(reply, answered, { name, isRaw: raw === 'true' });
    },
  );
}

const answerResponse = ({ name, stream }: Question) => ({
  description: 'The answer, as --json and --csv print it',
  content: {
    // Single records come as lines, however few.
    ...(name === 'records' ? {} : { 'application/json': { schema: ANSWER_SCHEMAS[name] } }),
    ...(stream === undefined ? {} : { 'application/x-ndjson': { schema: LINES } }),
    'text/csv': { schema: Type.String() },
  },
});

const LINES = Type.String({ description: 'With limit=all, and of records: a line of JSON each' });

/** `?format=` wins over the header; a caller that takes anything gets JSON. */
function wantsCsv(request: FastifyRequest, format: RawParameters[string]): boolean {
  if (format !== undefined) return format === 'csv';
  const accepted = (request.headers.accept ?? '').split(',').map((part) => part.trim());
  const at = (type: string): number => accepted.findIndex((part) => part.split(';')[0] === type);
  const json = at('application/json');
  return at('text/csv') >= 0 && (json < 0 || at('text/csv') < json);
}

/** A table has no room for how far it reaches and whether it is exact: headers say so. */
function sendCsv(
  reply: FastifyReply,
  { answer, present }: Answered,
  { name, isRaw }: { readonly name: string; readonly isRaw: boolean },
): FastifyReply {
  return reply
    .type(CSV_TYPE)
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('tamarin-as-of', asOfHeader(answer.asOf))
    .header('tamarin-period', periodHeader(answer.period))
    .header('tamarin-exact', String(answer.exact))
    .headers(answer.notes === undefined ? {} : { 'tamarin-notes': notesHeader(answer.notes) })
    .send(answerCsv(present(), isRaw));
}
