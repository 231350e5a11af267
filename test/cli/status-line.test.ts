/** Goal: the status line stays on its line on a terminal, and out of files. */
import t from 'tap';
import { startStatusLine } from '../../src/cli/status-line.ts';
import { fakeIo } from './fake-io.ts';

t.test(
  'on a terminal it is drawn over itself in one row, messages stay above, and the end clears it',
  async (t) => {
    const { io, talked } = fakeIo({ isMessageTerminal: true, messageColumns: 14 });
    const drawn = Promise.withResolvers<void>();
    const status = startStatusLine(io, () => {
      drawn.resolve();
      return 'half\x1b[2Jway, and on';
    });
    const keepAlive = setTimeout(() => undefined, 10_000); // the status line keeps no process alive
    await drawn.promise;
    clearTimeout(keepAlive);
    status.say('waiting\x07 for another');
    status.stop();
    t.equal(talked[0], '\r\x1b[2Khalf·[2Jway');
    t.strictSame(talked.slice(-2), ['\r\x1b[2Kwaiting· for\nanother\n', '\r\x1b[2K']);
  },
);

t.test('elsewhere there are only whole lines, without control sequences', async (t) => {
  const { io, talked } = fakeIo();
  const status = startStatusLine(io, () => 'halfway');
  status.say('waiting');
  status.stop();
  t.strictSame(talked, ['waiting\n']);
});
