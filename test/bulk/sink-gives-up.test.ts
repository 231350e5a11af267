/** Goal: when the sink gives up and when it does not, and that nothing is sent or guessed after it. */
import t from 'tap';
import type { BulkAnswer, BulkItem } from '../../src/bulk/classify-response.ts';
import { BOUNDED_ATTEMPTS_MAX } from '../../src/bulk/patience.ts';
import {
  BROKEN,
  BUSY,
  CONFLICT,
  CREATED,
  failed,
  GIVE_UP_AFTER_MS,
  items,
  kinds,
  NO_INDEX,
  rig,
} from './sink-rig.ts';

t.test('where nobody ever says what is stored, it gives up: nothing is guessed', async (t) => {
  const made = rig(() => items(CONFLICT), { unknownAtFirst: Number.POSITIVE_INFINITY });
  made.add('a');
  await t.rejects(made.sink.drain(), { code: 'opensearch_unreachable', message: /a node is away/ });
  t.strictSame(made.results, []);
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

t.test('when one batch stops the sink, the others send and wait no more', async (t) => {
  const strict: BulkItem = { status: 400, error: { type: 'strict_dynamic_mapping_exception' } };
  const answers = (request: number): BulkAnswer => (request === 1 ? items(strict) : failed(503));
  const made = rig(answers, { limits: { flushBytes: 1, bulksInFlight: 2 } });
  for (const id of ['a', 'b', 'c', 'd']) made.add(id);
  await t.rejects(made.sink.drain(), { code: 'mapping_conflict' });
  t.ok(made.bodies.length <= 2, 'nothing is sent after the failure');
  t.ok(made.slept.length <= 1);
});

t.test('a request that is refused as such is not sent for ever', async (t) => {
  const made = rig((request) => (request === 1 ? items(CREATED) : failed(400)));
  made.add('a');
  await made.sink.drain();
  made.add('b');
  await t.rejects(made.sink.drain(), { code: 'opensearch_failed' });
  t.equal(made.bodies.length, 1 + BOUNDED_ATTEMPTS_MAX);
});
