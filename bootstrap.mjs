// Makes a fresh clone ready before any npm script: installs the packages and builds the test
// runner, once, and again only when the lockfile changes. Plain JavaScript without dependencies,
// because it runs before there are any, on whatever Node (20 and up) the machine has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const stampFile = `${root}node_modules/.tamarin-ready`;
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex');

const isReady = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
if (!isReady) {
  run(
    'npm',
    ['ci', '--loglevel=error'],
    'installing npm packages, about 650 MB on disk, once a checkout',
  );
  run(
    'node_modules/.bin/node',
    ['node_modules/.bin/tap', 'build'],
    'building the test runner, once a checkout',
  );
  writeFileSync(stampFile, wanted);
}

function run(command, args, what) {
  process.stderr.write(`tamarin: ${what}\n`);
  const started = Date.now();
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) {
    process.stderr.write(`tamarin: done in ${Math.round((Date.now() - started) / 1000)} s\n`);
    return;
  }
  const cause = error ? error.message : `${stdout}${stderr}`.trim();
  process.stderr.write(
    `${cause}\ntamarin: "${command} ${args.join(' ')}" failed (above).` +
      ' Check the network and the disk, then run the same command again.\n',
  );
  process.exit(1);
}
