/**
 * HEALTHCHECK of the image: exit code 0 when the service of this container lives and can do its work.
 * Reads the command line of the container's first process, which may be `serve`, `up` or no service at
 * all: a sync or a parse is as healthy as its process is alive.
 */
import { readFileSync } from 'node:fs';
import { loadConfig } from '../src/config/config.ts';
import { messageOf } from '../src/core/error.ts';

const SERVICES: readonly (string | undefined)[] = ['serve', 'up'];
/** Both paths together stay below the 8 s that Docker waits. */
const ANSWER_MAX_MS = 3_500;
/** An address to listen on, and one on which this machine answers then. */
const ANY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };

/** Of the first process, whatever runs Node there (`docker run --init` puts a program of its own before it). */
function commandLine(): readonly string[] {
  const words = readFileSync('/proc/1/cmdline', 'utf8').split('\0');
  return words.slice(words.indexOf('src/main.ts') + 1);
}

function flag(words: readonly string[], name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0
    ? words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1)
    : words[at + 1];
}

/** Why it is ill; null: it is well. */
async function illness(url: string): Promise<string | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MAX_MS) });
    return answer.ok ? null : `${url} answers ${answer.status}: ${await answer.text()}`;
  } catch (error) {
    return `${url} does not answer: ${messageOf(error)}`;
  }
}

const words = commandLine();
if (SERVICES.includes(words[0])) {
  const { host, port } = loadConfig({
    flags: { host: flag(words, '--host'), port: flag(words, '--port') },
    env: process.env,
    file: flag(words, '--config') ?? null,
  });
  const url = `http://${ANY[host] ?? host}:${port}`;
  const ill = (await illness(`${url}/livez`)) ?? (await illness(`${url}/readyz`));
  process.stdout.write(`${ill ?? 'alive and ready'}\n`);
  process.exitCode = ill === null ? 0 : 1;
} else process.stdout.write('no service\n');
