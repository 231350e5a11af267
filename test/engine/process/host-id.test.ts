/** Goal: a machine has one name, that of the operator before that of the system. */
import { hostname } from 'node:os';
import t from 'tap';
import { hostId } from '../../../src/engine/process/host-id.ts';

t.test('what the operator says, else the machine id, else the host name', async (t) => {
  const folder = t.testdir({ id: '0123abcd\n', empty: '\n', first: 'uninitialized\n' });
  t.equal(hostId('blue', `${folder}/id`), 'blue');
  t.equal(hostId(null, `${folder}/id`), '0123abcd');
  t.equal(hostId(null, `${folder}/empty`), hostname());
  t.equal(hostId(null, `${folder}/first`), hostname());
  t.equal(hostId(null, `${folder}/none`), hostname());
});
