/**
 * Goal: Java where it can be had, else Docker, else one message with all ways out; nothing hangs. Method:
 * JDKs and a client of Docker that are only looked at, and sockets that answer, are silent or are not there.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { chooseWay } from '../../src/engine/choose-way.ts';
import { openDataDir } from '../../src/engine/home/data-dir.ts';
import { readEngineHome } from '../../src/engine/home/engine-home.ts';
import { temporaryFolder } from './temporary-folder.ts';

const VOLUME = 'tamarin-0123456789ab-01234567';
const OFFICIAL = 'opensearchproject/opensearch:3.8.0';

function makeProgram(folder: string, name: string, script = 'exit 1'): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

interface Machine {
  /** Version of the JDK. */
  readonly java?: string;
  readonly mvn?: boolean;
  readonly docker?: boolean;
  /** How the engine of Docker answers; by default there is none. */
  readonly answer?: RequestListener;
  readonly dockerHost?: string;
  /** The context of the client names the socket, not the environment. */
  readonly isInContext?: boolean;
}

async function makeMachine(t: Test, machine: Machine) {
  const folder = temporaryFolder(t);
  const bin = join(folder, 'bin');
  const socket = `unix://${join(folder, 'docker.sock')}`;
  const jdk = join(folder, 'roots', 'jdk');
  if (machine.java !== undefined) {
    for (const name of ['java', 'javac']) makeProgram(join(jdk, 'bin'), name);
    writeFileSync(join(jdk, 'release'), `JAVA_VERSION="${machine.java}"\n`);
  }
  if (machine.mvn === true) makeProgram(bin, 'mvn');
  if (machine.docker !== false) makeProgram(bin, 'docker', `[ "$1" = context ] && echo ${socket}`);
  if (machine.answer !== undefined) {
    const server = createServer(machine.answer);
    await new Promise<void>((resolve) => server.listen(join(folder, 'docker.sock'), resolve));
    t.teardown(() => {
      server.closeAllConnections();
      server.close();
    });
  }
  const said: string[] = [];
  const host = machine.isInContext === true ? {} : { DOCKER_HOST: machine.dockerHost ?? socket };
  const dataDir = openDataDir(join(folder, 'data'));
  const choose = (image: string | null = null) =>
    chooseWay(dataDir, {
      home: readEngineHome(),
      env: { PATH: bin, ...host },
      cacheDir: join(folder, 'cache'),
      javaRoots: [join(folder, 'roots')],
      image,
      say: (line) => void said.push(line),
    });
  return { choose, said, dataDir, socket };
}

const answers: RequestListener = ({ url }, response) => {
  response.statusCode = url === '/_ping' ? 200 : 404;
  response.end();
};

t.test('with a JDK and Maven nobody asks for Docker', async (t) => {
  const { choose, said } = await makeMachine(t, { java: '21.0.1', mvn: true, answer: () => t.fail('asked') }); // biome-ignore format: one call
  t.equal((await choose()).version, '3.8.0');
  t.strictSame(said, []);
});

const LACKS: readonly (readonly [string, Machine, RegExp])[] = [
  ['no Java', { mvn: true }, /this machine has no Java/],
  ['a Java too old', { java: '17.0.15', mvn: true }, /this machine has Java 17 in/],
  ['no Maven', { java: '21.0.1' }, /there is no mvn on the PATH/],
];
for (const [what, machine, wanted] of LACKS) {
  t.test(`with ${what} Docker is used, and why is told`, async (t) => {
    const { choose, said } = await makeMachine(t, { ...machine, answer: answers });
    t.equal((await choose()).version, '3.8.0');
    t.match(said, [wanted]);
    t.match(said[0], /It runs in Docker instead\.$/);
  });
}

t.test('the context of the client says where its engine is', async (t) => {
  const { choose } = await makeMachine(t, { isInContext: true, answer: answers });
  t.equal((await choose()).version, '3.8.0');
});

t.test(
  'the tag of an image says which OpenSearch it holds; without one it is the usual',
  async (t) => {
    const { choose } = await makeMachine(t, { answer: answers });
    const images = [
      'mirror.example:5000/opensearch:3.9.1',
      'opensearch:latest',
      `${OFFICIAL}@sha256:${'0'.repeat(64)}`,
    ];
    const versions = await Promise.all(images.map(async (image) => (await choose(image)).version));
    t.strictSame(versions, ['3.9.1', '3.8.0', '3.8.0']);
  },
);

const silent: RequestListener = () => undefined;
const refuses: RequestListener = (_request, response) => void response.writeHead(503).end();
const NO_DOCKER: readonly (readonly [string, Machine, RegExp])[] = [
  ['no client', { docker: false, answer: answers }, /there is no docker on the PATH$/],
  ['no socket', {}, /no Docker engine answers at unix:.*docker\.sock within 1 s$/],
  ['a socket that is silent', { answer: silent }, /no Docker engine answers at .* within 1 s$/],
  ['a socket that refuses', { answer: refuses }, /no Docker engine answers at .* within 1 s$/],
  [
    'one elsewhere',
    { dockerHost: 'tcp://192.0.2.1:2375' },
    /tcp:.* is no Docker engine of this machine$/,
  ],
  [
    'one behind ssh',
    { dockerHost: 'ssh://me@host' },
    /ssh:.* is no Docker engine of this machine$/,
  ],
];
for (const [what, machine, wanted] of NO_DOCKER) {
  t.test(`with neither Java nor Docker (${what}) all ways out are told, at once`, async (t) => {
    const { choose } = await makeMachine(t, machine);
    const began = Date.now();
    await t.rejects(choose(), {
      code: 'engine_requirement',
      message: wanted,
      hint: /1\. Install a JDK[\s\S]*2\. Install and start Docker[\s\S]*3\. Use an OpenSearch that you have/,
    });
    t.ok(Date.now() - began < 5_000, `${Date.now() - began} ms`);
  });
}

t.test('data in a volume stay in Docker, even where there is Java', async (t) => {
  const machine = { java: '21.0.1', mvn: true };
  const { choose, dataDir } = await makeMachine(t, machine);
  writeFileSync(dataDir.volumeFile, `${VOLUME}\n`);
  await t.rejects(choose(), {
    code: 'engine_requirement',
    message: new RegExp(`are in the Docker volume ${VOLUME}, but no Docker engine answers`),
    hint: /--data-dir/,
  });
  const other = await makeMachine(t, { ...machine, answer: answers });
  writeFileSync(other.dataDir.volumeFile, `${VOLUME}\n`);
  t.equal((await other.choose('opensearch:3.9.9')).version, '3.9.9');
  t.strictSame(other.said, []);
});

t.test('data that Java has written are not left for an empty volume', async (t) => {
  const { choose, dataDir } = await makeMachine(t, { answer: answers });
  mkdirSync(join(dataDir.nodeDir, 'node_1', 'data', 'nodes', '0'), { recursive: true });
  await t.rejects(choose(), {
    code: 'engine_requirement',
    message: /were written by Java, not in Docker.* has no Java/,
  });
});
