/** Goal: a pid counts only as long as it is the process that wrote it down. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import {
  hasArgument,
  isRunning,
  markOf,
  ownMark,
} from '../../../src/engine/process/process-identity.ts';

t.test('a running process is known by its start time and its arguments', async (t) => {
  const text = 'setInterval(() => undefined, 1000)';
  const child = spawn(process.execPath, ['-e', text], { stdio: 'ignore' });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const mark = markOf(pid);
  t.ok(mark && isRunning(mark));
  t.notOk(isRunning({ pid, startedAt: ownMark().startedAt }), 'not with another start time');
  t.ok(hasArgument(pid, text));
  t.notOk(hasArgument(pid, '/another/data/directory'));

  child.kill('SIGKILL');
  await once(child, 'exit');
  t.equal(markOf(pid), undefined);
  t.notOk(hasArgument(pid, text));
});

t.test('the mark of this process stays the same', async (t) => {
  t.strictSame(markOf(process.pid), ownMark());
});
