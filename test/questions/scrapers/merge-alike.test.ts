/** Goal: parts of one actor become one row, and actors that are none of each other's stay apart. */
import t from 'tap';
import type { Actor } from '../../../src/questions/evidence/actor.ts';
import type { Subject } from '../../../src/questions/evidence/subject.ts';
import { mergeAlike } from '../../../src/questions/scrapers/merge-alike.ts';
import type { Scored } from '../../../src/questions/scrapers/score.ts';
import { QUIET } from '../signals/quiet-subject.ts';

const found = [
  { signal: 'files', family: 'breadth', weight: 0.5, value: 9, usual: 1, text: '' },
] as const;

function part(name: string, change: Partial<Subject> = {}): Scored {
  const actor = { kind: 'network', name, query: { term: { network: name } } } as const;
  const members = [{ address: `${name}.1`, network: name, requests: 100 }];
  return { score: 70, found, subject: { ...QUIET, actor, members, ...change } };
}

async function merge(rows: readonly Scored[], isSuspicious = true) {
  const asked: Actor[] = [];
  const merged = await mergeAlike(rows, async (actor) => {
    asked.push(actor);
    return isSuspicious ? { score: 80, found, subject: { ...QUIET, actor } } : null;
  });
  return { kinds: merged.map(({ subject }) => subject.actor.kind), asked };
}

const three = [part('a'), part('b'), part('c')];

t.test('three that speak and act alike are one group of all their addresses', async (t) => {
  const { kinds, asked } = await merge(three);
  t.strictSame(kinds, ['group']);
  t.strictSame(asked[0]?.query, {
    bool: { should: [{ terms: { remote_ip: ['a.1', 'b.1', 'c.1'] } }] },
  });
});

t.test('they stay what they are where together they are not suspicious', async (t) => {
  t.strictSame((await merge(three, false)).kinds, ['network', 'network', 'network']);
});

t.test('two are no group, nor are those that differ', async (t) => {
  const others: readonly Partial<Subject>[] = [
    { topCiphers: [{ name: 'ECDHE-RSA-AES128-GCM-SHA256', requests: 9 }] },
    { topAgents: [{ name: 'curl/8.14.1', requests: 9 }] },
    { firstMs: QUIET.lastMs + 1, lastMs: QUIET.lastMs + 3_600_000 },
    { actor: { kind: 'requester', name: 'r', query: {} } },
  ];
  for (const change of others)
    t.equal((await merge([part('a'), part('b'), part('c', change)])).kinds.length, 3);
});

t.test('who fetches one file again and again is one of its own', async (t) => {
  const hogs = three.map((row) => ({
    ...row,
    found: [{ ...found[0], signal: 'repeats', family: 'repetition' as const }],
  }));
  t.equal((await merge(hogs)).kinds.length, 3);
});
