/** Goal: whom a bucket belongs to is known from what only its owner does. */
import t from 'tap';
import { NO_FRIENDS } from '../../../src/questions/ask/friends.ts';
import { withSnapshot } from '../../../src/questions/count/snapshot.ts';
import { readOwn } from '../../../src/questions/evidence/own.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';

const TIME = '2026-02-03T10:00:00Z';
const signed = (account: string, operation: string, status = 200): Document => ({
  '@timestamp': TIME,
  bucket_owner: 'owner',
  account,
  operation,
  http_status: status,
});
const read = (account: string): Document => signed(account, 'REST.GET.OBJECT');

const scope = { from: null, to: null, filters: [] };
const ownOf = (documents: readonly Document[], friends = NO_FRIENDS) =>
  withSnapshot(new MemorySearch(documents), scope, (snapshot) => readOwn(friends, [], snapshot));
const accountsOf = async (documents: readonly Document[], friends = NO_FRIENDS) =>
  [...(await ownOf(documents, friends)).accounts].sort();

t.test('accounts that write, or read how the bucket is set up, are own', async (t) => {
  for (const operation of ['REST.PUT.OBJECT', 'REST.DELETE.OBJECT', 'REST.GET.LIFECYCLE'])
    t.strictSame(await accountsOf([signed('1', operation), read('2')]), ['1'], operation);
});

t.test('who was refused to write is not', async (t) => {
  t.strictSame(await accountsOf([signed('1', 'REST.PUT.OBJECT', 403), read('2')]), []);
});

t.test('the only account that signs is, one of two that only read is not', async (t) => {
  t.strictSame(await accountsOf([read('1'), read('1')]), ['1']);
  t.strictSame(await accountsOf([read('1'), read('2')]), []);
  t.strictSame(await accountsOf([read('1')], { ...NO_FRIENDS, accounts: ['9'] }), ['9']);
});

t.test('the owner of the bucket is known by its id', async (t) => {
  t.strictSame([...(await ownOf([read('1')])).ids], ['owner']);
});
