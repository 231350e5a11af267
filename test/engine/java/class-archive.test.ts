/** Goal: an engine starts with the classes that an earlier one has left, instead of reading 118 jars. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { classArchive } from '../../../src/engine/java/class-archive.ts';
import { TEST_ENGINE_DIR } from '../../support/opensearch.ts';

const { pid } = JSON.parse(readFileSync(join(TEST_ENGINE_DIR, 'engine.json'), 'utf8')) as {
  pid: number; // of our own record
};
const skip = existsSync('/proc/self/maps') ? false : 'only Linux tells what a process has mapped';

// engine-before.ts sees to it that there was an earlier one.
t.test('the JVM has mapped the archive of its jars', { skip }, async (t) => {
  const maps = readFileSync(`/proc/${pid}/maps`, 'utf8');
  const [mapped = ''] = /\/\S+\.jsa$/m.exec(maps.replaceAll(/^.*\/lib\/server\/.*$/gm, '')) ?? [];
  const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  const jars = commandLine.find((argument) => argument.endsWith('/*'))?.slice(0, -2) ?? '';
  const javaHome = (commandLine[0] ?? '').slice(0, -'/bin/java'.length);
  t.equal(mapped, classArchive(jars, javaHome));
});
