/**
 * Goal: a container is gone when its end is told, whoever else removes it. Method: a program in place of the client
 * of Docker; the real one does it in test/containers/embedded-engine.test.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { stopContainer } from '../../../src/engine/docker/container.ts';

/** A client whose `rm` runs this, with the number of its call as $N. */
function makeContainer(t: Test, rm: string) {
  const folder = t.testdir({ calls: '' });
  const client = join(folder, 'docker');
  const calls = join(folder, 'calls');
  const script = `#!/bin/sh\necho "$*" >>${calls}\n[ "$3" = rm ] || exit 1\nN=$(grep -c ' rm ' ${calls})\n${rm}\n`;
  writeFileSync(client, script, { mode: 0o755 });
  const container = { name: 'tamarin-1', client, host: 'unix:///of/docker' };
  return { container, calls: () => readFileSync(calls, 'utf8').trim().split('\n') };
}

const RM = '--host unix:///of/docker rm --force --volumes tamarin-1';

t.test('one that another command removes is waited for', async (t) => {
  const { container, calls } = makeContainer(t, '[ $N -gt 2 ] || { echo removal is already in progress >&2; exit 1; }'); // biome-ignore format: one line
  await stopContainer(container);
  t.strictSame(calls(), ['--host unix:///of/docker stop -t 5 tamarin-1', RM, RM, RM]);
});

t.test('one that is gone already has been removed', async (t) => {
  const { container } = makeContainer(t, 'echo "Error: No such container: tamarin-1" >&2; exit 1');
  await t.resolves(stopContainer(container));
});

t.test('one that stays is told, with the command that removes it', async (t) => {
  const { container } = makeContainer(t, 'echo device or resource busy >&2; exit 1');
  await t.rejects(stopContainer(container), {
    code: 'engine_failed',
    message: 'The engine (container tamarin-1) does not stop: device or resource busy',
    hint: 'Stop it yourself: docker rm --force tamarin-1',
  });
});
