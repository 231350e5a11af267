/** Reads docs/http.md: its examples, each a curl command and a part of what it answers, and its walk. */
import { readFileSync } from 'node:fs';

export interface Example {
  /** Of the heading that it stands under, such as `GET /top/{dimension}`. */
  readonly heading: string;
  readonly method: string;
  /** Behind the address of the service; SYNC_ID stands for that of a sync. */
  readonly path: string;
  readonly json: unknown;
  readonly csv: string | null;
}

const HTTP_DOC = new URL('../../docs/http.md', import.meta.url);
const COMMAND = /^curl (?:-X ([A-Z]+) )?'http:\/\/127\.0\.0\.1:8080(\/[^']*)'\n$/;

/** @throws Error where a section has more than one example of a kind */
export function readHttpDoc(): readonly Example[] {
  const [, ...sections] = readFileSync(HTTP_DOC, 'utf8').split(/^###? /m);
  return sections.flatMap((section) => {
    const blocks = [...section.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
    const block = (language: string): string | null => {
      const found = blocks.filter(([, each]) => each === language).map(([, , text = '']) => text);
      if (found.length > 1) throw new Error(`two blocks of ${language} under ${section}`);
      return found[0] ?? null;
    };
    const [, method = 'GET', path] = COMMAND.exec(block('sh') ?? '') ?? [];
    if (path === undefined) return [];
    const heading = section.slice(0, section.indexOf('\n')).replaceAll('`', '');
    const json = block('json');
    return [
      { heading, method, path, json: json === null ? null : JSON.parse(json), csv: block('csv') },
    ];
  });
}

export interface WalkStep {
  /** Its comment. */
  readonly says: string;
  readonly commands: string;
}

/** The steps of the one block of bash, which a blank line parts. */
export function readHttpWalk(): readonly WalkStep[] {
  const block = /^```bash\n(.*?)^```$/ms.exec(readFileSync(HTTP_DOC, 'utf8'))?.[1] ?? '';
  return block.split('\n\n').map((commands) => ({
    says: /^# (.*)$/m.exec(commands)?.[1] ?? '',
    commands,
  }));
}
