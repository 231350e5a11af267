/** Goal: a process is named so that no other one, on any machine at any time, has its name. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import t from 'tap';
import { isRunning, markOf } from '../../../src/engine/process/process-identity.ts';
import { hasOwnerEnded, processOwner } from '../../../src/engine/process/process-owner.ts';

t.test('the owner is this process on this machine since its start', async (t) => {
  const owner = processOwner();
  t.equal(owner.host, hostname());
  t.equal(owner.pid, process.pid);
  t.ok(isRunning(owner));
  t.strictSame(processOwner(), owner, 'it stays the same');
});

t.test('another process of the same boot differs by its pid and start', async (t) => {
  const module = new URL('../../../src/engine/process/process-owner.ts', import.meta.url).href;
  const program = `import { processOwner } from '${module}'; console.log(JSON.stringify(processOwner()))`;
  const other = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }),
  );
  const own = processOwner();
  t.equal(other.host, own.host);
  t.equal(other.boot, own.boot);
  t.not(other.startedAt, own.startedAt);
  t.notOk(isRunning(other), 'it has ended');
});

t.test(
  'on Linux the boot is that of the kernel',
  { skip: process.platform !== 'linux' },
  async (t) => {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
    t.match(boot, /^[0-9a-f-]{36}\n$/);
    t.equal(processOwner().boot, boot.trim());
  },
);

t.test(
  'that an owner has ended is certain only of a process among those that this one sees',
  { skip: process.platform !== 'linux' },
  async (t) => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const { pid = 0 } = child;
    const owner = { ...processOwner(), ...markOf(pid), pid };
    t.equal(hasOwnerEnded(owner), false, 'it runs');
    t.equal(hasOwnerEnded({ ...owner, startedAt: '1' }), true, 'its pid came again');
    child.kill('SIGKILL');
    await once(child, 'close');
    t.equal(hasOwnerEnded(owner), true);
    t.equal(hasOwnerEnded({ ...owner, boot: 'another' }), false, 'of another start or machine');
    t.equal(hasOwnerEnded({ ...owner, boot: null }), false);
    t.equal(hasOwnerEnded({ ...owner, pidNamespace: 'pid:[1]' }), false, 'of another container');
    t.equal(hasOwnerEnded({ ...owner, pidNamespace: null }), false);
  },
);
