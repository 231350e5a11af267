/** Goal: when the sink waits, what it sends again, what it asks for, and what order it keeps. */
import t from 'tap';
import type { BulkAnswer } from '../../src/bulk/classify-response.ts';
import { BUSY, CONFLICT, CREATED, failed, INDEX, items, kinds, NO_INDEX, rig } from './sink-rig.ts';

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

t.test('the first requests are small, each twice the one before, up to a whole one', async (t) => {
  const made = rig((_, body) => items(...Array(body.length / 5).fill(CREATED)), {
    limits: { flushBytes: 160, bulksInFlight: 1_000 },
  });
  for (let item = 0; item < 200; item += 1) made.add('a'); // a\n{}\n: five bytes
  t.strictSame(
    made.bodies.map((body) => body.length),
    [5, 10, 20, 40, 80, 160, 160, 160, 160, 160],
  );
  await made.sink.drain();
  t.equal(made.bodies.join('').length, 200 * 5, 'and the rest');
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

t.test('a record that was rewritten is a duplicate, also after a lost answer', async (t) => {
  const made = rig((request) => (request === 1 ? failed(null) : items({ status: 200 })), {
    ours: ['a'],
  });
  made.add('a');
  await made.sink.drain();
  t.equal(kinds(made), 'a duplicate');
  t.strictSame(made.asked, []);
});
