/** Goal: who presses Ctrl-C sees at once that it was heard, instead of a progress line that runs on. */
import t from 'tap';
import { startStatusLine } from '../../src/cli/status-line.ts';
import { startStopNotice } from '../../src/cli/stop-notice.ts';
import type { StopReason } from '../../src/cli/stop-reason.ts';
import { fakeIo } from './fake-io.ts';

function stopWith(
  reason: StopReason,
  about: { readonly quiet?: true } = {},
  isMessageTerminal = false,
) {
  const stop = new AbortController();
  const { io, talked } = fakeIo({ isMessageTerminal, signal: stop.signal });
  const notice = startStopNotice(about, io);
  return { io, talked, notice, stop: () => stop.abort(reason) };
}

t.test('it says what is waited for, and what a second press does', async (t) => {
  const { talked, notice, stop } = stopWith('SIGINT');
  notice.text = 'stopping after this batch';
  stop();
  t.strictSame(talked, ['stopping after this batch; Ctrl-C again to force\n']);
});

t.test('nobody presses a second time after TERM', async (t) => {
  const { talked, stop } = stopWith('SIGTERM');
  stop();
  t.strictSame(talked, ['stopping\n']);
});

for (const reason of ['SIGHUP', 'pipe_closed', 'output_failed'] as const) {
  t.test(`nothing is said where nobody reads it: ${reason}`, async (t) => {
    const { talked, stop } = stopWith(reason);
    stop();
    t.strictSame(talked, []);
  });
}

t.test('nothing is said with --quiet, or after the end', async (t) => {
  const quiet = stopWith('SIGINT', { quiet: true });
  quiet.stop();
  const late = stopWith('SIGINT');
  late.notice.end();
  late.stop();
  t.strictSame([...quiet.talked, ...late.talked], []);
});

t.test('the progress line ends with it', async (t) => {
  const { io, talked, stop } = stopWith('SIGINT', {}, true);
  let drawn = 0;
  const status = startStatusLine(io, () => `halfway ${++drawn}`);
  const keepAlive = setTimeout(() => undefined, 10_000); // the status line keeps no process alive
  while (drawn === 0) await new Promise((resolve) => setTimeout(resolve, 10)); // until it is drawn
  stop();
  const drawnBefore = drawn;
  await new Promise((resolve) => setTimeout(resolve, 250)); // two more drawings would have come
  clearTimeout(keepAlive);
  status.stop();
  t.equal(drawn, drawnBefore);
  t.strictSame(talked.slice(-2), ['\r\x1b[2Kstopping; Ctrl-C again to force\n', '\r\x1b[2K']);
});
