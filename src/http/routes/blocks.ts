/** Plans whom to block. Nothing is applied: a job fetches a plan, and does with it what it may. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { FORMAT_NAMES } from '../../block/formats/format-names.ts';
import { formatOf } from '../../block/formats/format-table.ts';
import { BLOCK_PARAMETER_TABLE } from '../../block/weigh/parameter-table.ts';
import type { PlanAnswer } from '../../block/weigh/plan-blocks.ts';
import { readPlanRequest } from '../../block/weigh/read-request.ts';
import type { RawParameters } from '../../questions/ask/raw-parameters.ts';
import { asOfHeader } from '../asking/as-of-header.ts';
import { parameterSchema, scopeSchemas } from '../asking/asked-parameters.ts';
import { callerGone } from '../asking/caller-gone.ts';
import { QuestionGate } from '../asking/question-gate.ts';
import { BlockPlanAnswer } from '../schemas/block-plan.ts';
import { PROBLEM_RESPONSE } from '../schemas/problem.ts';
import type { App, Service } from '../service/service.ts';

const QUERY = Type.Object(
  {
    ...Object.fromEntries(
      BLOCK_PARAMETER_TABLE.map((row) => [
        row.name,
        Type.Optional(
          'pattern' in row
            ? Type.String({ description: row.about, pattern: row.pattern })
            : parameterSchema(row),
        ),
      ]),
    ),
    ...scopeSchemas(),
    format: Type.Optional(
      Type.Enum([...FORMAT_NAMES], {
        description: 'default json; with Accept: text/plain the plan as text',
      }),
    ),
    'for-bucket': Type.Optional(
      Type.String({ description: 'with s3-policy: the bucket, where the plan is of several' }),
    ),
  },
  { additionalProperties: false },
);

const IS_JSON = ['json', 's3-policy', 'aws-waf', 'crowdsec'];
const [JSON_TYPE, TEXT_TYPE] = ['application/json; charset=utf-8', 'text/plain; charset=utf-8'];

export function blockRoutes(app: App, service: Service): void {
  const gate = new QuestionGate(service.questionTimeoutMs);
  app.get(
    '/blocks/plan',
    {
      schema: {
        summary: 'whom to block: what it saves, whom else it hits, when it ends; blocks nobody',
        description:
          'The address that asks is never in the plan. How it is answered: the rule as "scrapers" or "compare" answers it; then each entry is counted by its addresses and agents.',
        tags: ['blocks'],
        querystring: QUERY,
        response: {
          200: {
            description: 'The plan, or rules made of it',
            content: {
              'application/json': { schema: BlockPlanAnswer },
              'text/plain': { schema: Type.String() },
            },
          },
          ...PROBLEM_RESPONSE,
        },
      },
      attachValidation: true, // what the plan itself says of its parameters says more
    },
    async (request, reply) => {
      const { format, 'for-bucket': bucket, ...given } = (request.query ?? {}) as RawParameters; // texts and lists of them
      const nowMs = service.now();
      const asked = readPlanRequest(withCaller(given, request), { nowMs });
      if (request.validationError !== undefined) throw request.validationError;
      const name = typeof format === 'string' ? format : wantsText(request) ? 'plan' : 'json';
      const gone = callerGone(reply.raw);
      const plan = await gate.run(gone, (signal) => service.planBlocks(asked, signal));
      const { render } = formatOf(name);
      const text = render(plan, { nowMs, bucket: typeof bucket === 'string' ? bucket : null });
      // Not what was asked: a filter may hold what belongs in no log.
      const about = { requestId: request.id, rule: asked.rule.kind, entries: plan.entries.length, format: name }; // biome-ignore format: one row
      service.telemetry.logger.info(about, 'a block plan was made');
      return send(reply, plan, { text, isJson: IS_JSON.includes(name) });
    },
  );
}

/** Whoever asks, beside whom they name. */
function withCaller(raw: RawParameters, { ip }: FastifyRequest): RawParameters {
  const { caller } = raw;
  const address = ip.split('%')[0] ?? ip; // the interface that a link-local one came in by
  return { ...raw, caller: [address, ...(typeof caller === 'string' ? [caller] : [])].join(',') };
}

const wantsText = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '').split(',').some((part) => part.trim().split(';')[0] === 'text/plain');

interface Sent {
  readonly text: string;
  readonly isJson: boolean;
}

/** Rules have no room for how far the plan reaches: headers say so. */
const send = (reply: FastifyReply, plan: PlanAnswer, { text, isJson }: Sent): FastifyReply =>
  reply
    .type(isJson ? JSON_TYPE : TEXT_TYPE)
    .header('tamarin-as-of', asOfHeader(plan.asOf))
    .header('tamarin-exact', String(plan.exact))
    .send(text);
