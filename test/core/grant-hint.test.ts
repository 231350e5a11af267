/** Goal: a refusal of OpenSearch's security becomes the right to grant, to whom, and where. */
import t from 'tap';
import { grantHint } from '../../src/core/grant-hint.ts';

const END = '; docs/permissions.md, has all that Tamarin needs.';
const USER = 'and User [name=shipper, backend_roles=[], requestedTenant=null]';

// biome-ignore format: a table, one row a refusal
const cases = [
  { name: 'a right on the cluster', action: 'cluster:monitor/health', index: null, want: 'cluster:monitor/health on the cluster' },
  { name: 'templates are of the cluster', action: 'indices:admin/index_template/put', index: null, want: 'indices:admin/index_template/put on the cluster' },
  { name: 'so is _mget, though it names indices', action: 'indices:data/read/mget', index: 'i-ledger', want: 'indices:data/read/mget on the cluster' },
  { name: 'but not its part on a shard', action: 'indices:data/read/mget[shard]', index: 'i-ledger', want: 'indices:data/read/mget* on i-ledger' },
  { name: 'the same with _bulk', action: 'indices:data/write/bulk[s]', index: 'i-records-2026-01', want: 'indices:data/write/bulk* on i-records-*' },
  { name: 'months become one pattern', action: 'indices:data/read/search', index: 'i-records-2026-01,i-records-2026-02', want: 'indices:data/read/search on i-records-*' },
  { name: 'an index that is not known', action: 'indices:data/read/search', index: null, want: 'indices:data/read/search on the indices that were asked' },
];
for (const { name, action, index, want } of cases) {
  t.test(name, async (t) => {
    const reason = `security_exception: no permissions for [${action}] ${USER}`;
    t.equal(grantHint({ reason, user: null, index }), `Grant shipper ${want}${END}`);
  });
}

t.test('a refusal that names nobody takes the name that was given, if one was', async (t) => {
  const reason = 'no permissions for [cluster:monitor/main]';
  const asked = { reason, index: null };
  t.match(grantHint({ ...asked, user: 'ann' }), /^Grant ann cluster:monitor\/main/);
  t.match(grantHint({ ...asked, user: null }), /^Grant this user cluster:monitor\/main/);
});

t.test('what is no missing right gives no hint', async (t) => {
  const reason = 'cluster_block_exception: index [i] blocked by: [FORBIDDEN/8/index write (api)];';
  t.equal(grantHint({ reason, user: 'ann', index: 'i' }), '');
});
