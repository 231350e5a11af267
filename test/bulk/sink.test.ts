/** Goal: when the sink waits, when it gives up, what it asks for, and what order it keeps. */
import t from 'tap';
import type { ItemResult, ItemTicket } from '../../src/bulk/batch.ts';
import type { BulkAnswer, BulkItem } from '../../src/bulk/classify-response.ts';
import { BOUNDED_ATTEMPTS_MAX, Patience } from '../../src/bulk/patience.ts';
import { Sink, type SinkLimits, type SinkPort } from '../../src/bulk/sink.ts';
import { asIndexName } from '../../src/core/brand.ts';

const INDEX = asIndexName('i-records-2026-01');
const GIVE_UP_AFTER_MS = 60_000;
const LIMITS: SinkLimits = { flushBytes: 1_000_000, bulksInFlight: 2 };
const CREATED: BulkItem = { status: 201 };
const BUSY: BulkItem = { status: 429, error: { type: 'rejected_execution_exception' } };
const BROKEN: BulkItem = { status: 500, error: { type: 'exception', reason: 'oops' } };
const CONFLICT: BulkItem = { status: 409, error: { type: 'version_conflict_engine_exception' } };
const NO_INDEX: BulkItem = { status: 404, error: { type: 'index_not_found_exception' } };

const items = (...items: BulkItem[]): BulkAnswer => ({ kind: 'items', items });
const failed = (status: number | null): BulkAnswer => ({
  kind: 'failed',
  status,
  reason: `status ${status}`,
});

interface Rig {
  readonly sink: Sink;
  readonly bodies: string[];
  readonly slept: number[];
  readonly notices: string[];
  readonly created: string[];
  readonly asked: string[];
  readonly results: [string, ItemResult][];
  add(id: string, options?: Partial<ItemTicket>): void;
}

/** A sink whose requests are answered by `answer`; it gets the number of the request, from 1. */
function rig(
  answer: (request: number, body: string) => BulkAnswer | Promise<BulkAnswer>,
  options: {
    readonly limits?: SinkLimits;
    readonly ours?: readonly string[];
    /** Of as many conflicts it is not known yet where what is stored came from. */
    readonly unknownAtFirst?: number;
  } = {},
): Rig {
  let nowMs = 0;
  const seen: Omit<Rig, 'sink' | 'add' | 'results'> = { bodies: [], slept: [], notices: [], created: [], asked: [] }; // biome-ignore format: a list
  const port: SinkPort = {
    sendBulk: async (body) => {
      seen.bodies.push(body.toString());
      return answer(seen.bodies.length, body.toString());
    },
    createIndex: async (index) => {
      seen.created.push(index);
    },
    areOurs: async (tickets) => {
      seen.asked.push(...tickets.map(({ id }) => id));
      if (seen.asked.length <= (options.unknownAtFirst ?? 0))
        return { kind: 'unknown', reason: 'a node is away' };
      const areOurs = tickets.map(({ id }) => options.ours?.includes(id) ?? false);
      return { kind: 'known', areOurs };
    },
    sleep: async (delayMs) => {
      nowMs += delayMs;
      seen.slept.push(delayMs);
    },
    notice: (text) => seen.notices.push(text),
  };
  const policy = { giveUpAfterMs: GIVE_UP_AFTER_MS, now: () => nowMs, random: () => 0 };
  const sink = new Sink(port, options.limits ?? LIMITS, new Patience(policy));
  const results: [string, ItemResult][] = [];
  const add = (id: string, about: Partial<ItemTicket> = {}): void => {
    const settle = (result: ItemResult): void => {
      results.push([id, result]);
    };
    sink.add(
      { kind: 'record', index: INDEX, id, logKey: 'a', line: 1, settle, ...about },
      `${id}\n{}\n`,
    );
  };
  return { sink, ...seen, results, add };
}

const kinds = ({ results }: Rig): string => results.map(([id, { kind }]) => `${id} ${kind}`).join();

t.test('items go out in the order in which they came, and only when they have to', async (t) => {
  const made = rig(() => items(CREATED, CREATED));
  made.add('a');
  made.add('b');
  await made.sink.ready();
  t.strictSame(made.bodies, [], 'not yet full');
  await made.sink.drain();
  t.strictSame(made.bodies, ['a\n{}\nb\n{}\n']);
  t.equal(kinds(made), 'a indexed,b indexed');
  await made.sink.drain();
  t.equal(made.bodies.length, 1, 'an empty sink sends nothing');
});

t.test('only what has no result is sent again', async (t) => {
  const made = rig((request) =>
    request === 1 ? items(BUSY, CREATED, BUSY) : items(CREATED, CONFLICT),
  );
  for (const id of ['a', 'b', 'c']) made.add(id);
  await made.sink.drain();
  t.strictSame(made.bodies.slice(1), ['a\n{}\nc\n{}\n']);
  t.equal(kinds(made), 'b indexed,a indexed,c duplicate');
  t.strictSame(made.slept, [250]);
  t.match(made.notices, [/^waiting for OpenSearch: 429 rejected_execution_exception/]);
  t.strictSame(made.asked, ['c'], 'every conflict is asked for what is stored');
});

t.test('OpenSearch that met its own first try, when it lost a node, has indexed', async (t) => {
  const made = rig(() => items(CREATED, CONFLICT, CONFLICT), { ours: ['b'] });
  for (const id of ['a', 'b', 'c']) made.add(id);
  await made.sink.drain();
  t.equal(made.bodies.length, 1, 'no answer was lost');
  t.equal(kinds(made), 'a indexed,b indexed,c duplicate');
});

t.test('a conflict is sent again while nobody can say what is stored', async (t) => {
  const answers = [items(CREATED, CONFLICT), items(CONFLICT)];
  const made = rig((request) => answers[request - 1] ?? items(), {
    ours: ['b'],
    unknownAtFirst: 1,
  });
  for (const id of ['a', 'b']) made.add(id);
  await made.sink.drain();
  t.strictSame(made.bodies.slice(1), ['b\n{}\n']);
  t.match(made.notices, ['waiting for OpenSearch: a node is away']);
  t.equal(kinds(made), 'a indexed,b indexed');
});

t.test('where nobody ever says what is stored, it gives up: nothing is guessed', async (t) => {
  const made = rig(() => items(CONFLICT), { unknownAtFirst: Number.POSITIVE_INFINITY });
  made.add('a');
  await t.rejects(made.sink.drain(), { code: 'opensearch_unreachable', message: /a node is away/ });
  t.strictSame(made.results, []);
});

t.test('a conflict after a lost answer is ours if the document says so', async (t) => {
  for (const lost of [failed(null), items(CREATED), failed(503)]) {
    const made = rig((request) => (request === 1 ? lost : items(CONFLICT, CONFLICT, CREATED)), {
      ours: ['a'],
    });
    for (const id of ['a', 'b', 'c']) made.add(id);
    await made.sink.drain();
    t.strictSame(made.asked, ['a', 'b']);
    t.equal(kinds(made), 'c indexed,a indexed,b duplicate');
  }
});

t.test('an answer lost before the request was too large is still a lost answer', async (t) => {
  const answers = [failed(null), failed(413), items(CONFLICT), items(CONFLICT)];
  const made = rig((request) => answers[request - 1] ?? items(), { ours: ['a', 'b'] });
  made.add('a');
  made.add('b');
  await made.sink.drain();
  t.equal(kinds(made), 'a indexed,b indexed');
});

t.test('one document that is too large fails its log object, and holds nothing up', async (t) => {
  const made = rig((_, body) => (body.includes('big') ? failed(413) : items(CREATED)));
  for (const id of ['a', 'big', 'c']) made.add(id);
  await made.sink.drain();
  t.equal(kinds(made), 'a indexed,big abandoned,c indexed');
  t.strictSame(made.slept, []);
});

t.test('a refused document is told with the reason and what was sent', async (t) => {
  const error = { type: 'mapper_parsing_exception', reason: 'failed to parse' };
  const made = rig(() => items(CREATED, { status: 400, error }));
  made.add('a');
  made.add('b');
  await made.sink.drain();
  const reason = '400 mapper_parsing_exception: failed to parse';
  t.strictSame(made.results[1], ['b', { kind: 'refused', reason, document: 'b\n{}\n' }]);
});

t.test('a missing index is made, and what it lacked is sent at once', async (t) => {
  const made = rig((request) =>
    request === 1 ? items(NO_INDEX, NO_INDEX) : items(CREATED, CREATED),
  );
  made.add('a');
  made.add('b');
  await made.sink.drain();
  t.strictSame(made.created, [INDEX]);
  t.strictSame(made.slept, []);
  t.equal(kinds(made), 'a indexed,b indexed');
});

t.test('an error that stays is not waited for without end', async (t) => {
  for (const item of [BROKEN, NO_INDEX]) {
    const made = rig(() => items(item));
    made.add('a');
    await made.sink.drain();
    t.equal(made.bodies.length, BOUNDED_ATTEMPTS_MAX);
    t.equal(kinds(made), 'a abandoned');
  }
});

t.test('an outage does not use up the tries that a single item has', async (t) => {
  const made = rig((request) => {
    if (request < 4) return items(BUSY);
    if (request < 7) return failed(429);
    return items(request < 10 ? NO_INDEX : CREATED);
  });
  made.add('a');
  await made.sink.drain();
  t.equal(kinds(made), 'a indexed');
});

t.test('who is never answered gives up soon, with a hint', async (t) => {
  const made = rig(() => failed(null));
  made.add('a');
  await t.rejects(made.sink.drain(), { code: 'opensearch_unreachable', hint: /same sync again/ });
  t.equal(made.bodies.length, 5);
  t.strictSame(made.results, []);
  await t.rejects(made.sink.ready(), { code: 'opensearch_unreachable' }, 'and stays stopped');
});

t.test('overload without end is given up after the time that the operator allows', async (t) => {
  const made = rig(() => items(BUSY));
  made.add('a');
  await t.rejects(made.sink.drain(), { code: 'opensearch_unreachable', message: /429/ });
  const sleptMs = made.slept.reduce((sum, ms) => sum + ms, 0);
  t.ok(sleptMs >= GIVE_UP_AFTER_MS && sleptMs <= GIVE_UP_AFTER_MS + 15_000, `${sleptMs} ms`);
});

t.test('progress keeps it going, however long the whole takes', async (t) => {
  const made = rig((_, body) => {
    const count = body.split('\n').length >> 1;
    return items(CREATED, ...Array.from({ length: count - 1 }, () => BUSY));
  });
  for (let id = 0; id < 40; id += 1) made.add(`${id}`);
  await made.sink.drain();
  t.equal(made.results.length, 40);
  t.ok(made.slept.reduce((sum, ms) => sum + ms, 0) > 5 * GIVE_UP_AFTER_MS);
});

t.test('refused credentials stop it at once', async (t) => {
  for (const status of [401, 403]) {
    const made = rig(() => failed(status));
    made.add('a');
    await t.rejects(made.sink.drain(), { code: 'opensearch_denied' });
    t.equal(made.bodies.length, 1);
  }
});

t.test('a field that the mapping lacks stops it: no document is lost to quarantine', async (t) => {
  const error = { type: 'strict_dynamic_mapping_exception', reason: 'introduction of [foo]' };
  const made = rig(() => items({ status: 400, error }));
  made.add('a');
  await t.rejects(made.sink.drain(), {
    code: 'mapping_conflict',
    message: /i-records-2026-01.*foo/,
  });
  t.strictSame(made.results, []);
});

t.test('what makes the port fail stops the sink with that very error', async (t) => {
  const made = rig(() => Promise.reject(new Error('no such month')));
  made.add('a');
  await t.rejects(made.sink.drain(), new Error('no such month'));
});

t.test('what a result adds is sent behind it, and drain waits for that too', async (t) => {
  const made = rig((_, body) =>
    items(...Array.from({ length: body.split('\n').length >> 1 }, () => CREATED)),
  );
  const order: string[] = [];
  const ledger = { kind: 'ledger', settle: () => order.push('ledger') } as const;
  made.add('a', {
    settle: () => {
      order.push('a');
      made.add('entry', ledger);
    },
  });
  await made.sink.drain();
  t.strictSame(order, ['a', 'ledger']);
  t.strictSame(made.bodies, ['a\n{}\n', 'entry\n{}\n']);
});

t.test('a ledger document is replaced: 200 and 201 are both written', async (t) => {
  const made = rig(() => items({ status: 200 }, CREATED));
  made.add('a', { kind: 'ledger' });
  made.add('b', { kind: 'ledger' });
  await made.sink.drain();
  t.equal(kinds(made), 'a indexed,b indexed');
});

t.test('ready waits while the requests in flight and one batch more are full', async (t) => {
  const answers: (() => void)[] = [];
  const limits = { flushBytes: 1, bulksInFlight: 2 };
  const made = rig(
    () => new Promise<BulkAnswer>((resolve) => answers.push(() => resolve(items(CREATED)))),
    { limits },
  );
  for (const id of ['a', 'b']) made.add(id);
  await made.sink.ready();
  made.add('c');
  let isReady = false;
  const ready = made.sink.ready().then(() => {
    isReady = true;
  });
  await new Promise(setImmediate);
  t.equal(isReady, false);
  t.equal(made.bodies.length, 2, 'no more than two at a time');
  answers[1]?.();
  await ready;
  t.equal(made.bodies.length, 3);
  const drained = made.sink.drain();
  await new Promise(setImmediate);
  for (const answer of answers) answer();
  await drained;
  t.equal(kinds(made), 'b indexed,a indexed,c indexed');
});

t.test('when one batch stops the sink, the others send and wait no more', async (t) => {
  const strict: BulkItem = { status: 400, error: { type: 'strict_dynamic_mapping_exception' } };
  const answers = (request: number): BulkAnswer => (request === 1 ? items(strict) : failed(503));
  const made = rig(answers, { limits: { flushBytes: 1, bulksInFlight: 2 } });
  for (const id of ['a', 'b', 'c', 'd']) made.add(id);
  await t.rejects(made.sink.drain(), { code: 'mapping_conflict' });
  t.ok(made.bodies.length <= 2, 'nothing is sent after the failure');
  t.ok(made.slept.length <= 1);
});

t.test('a record that was rewritten is a duplicate, also after a lost answer', async (t) => {
  const made = rig((request) => (request === 1 ? failed(null) : items({ status: 200 })), {
    ours: ['a'],
  });
  made.add('a');
  await made.sink.drain();
  t.equal(kinds(made), 'a duplicate');
  t.strictSame(made.asked, []);
});

t.test('a request that is refused as such is not sent for ever', async (t) => {
  const made = rig((request) => (request === 1 ? items(CREATED) : failed(400)));
  made.add('a');
  await made.sink.drain();
  made.add('b');
  await t.rejects(made.sink.drain(), { code: 'opensearch_failed' });
  t.equal(made.bodies.length, 1 + BOUNDED_ATTEMPTS_MAX);
});
