/**
 * Writes the samples into a folder: `logs/` and `answer-key.json`. Files that already hold the right
 * content are left alone, so that making the samples again changes nothing in git.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeAnswerKey } from './answer-key.ts';
import { compactJson } from './compact-json.ts';
import { bytesOf, hasSameContent, makeLogObjects } from './log-object.ts';
import { makePlan } from './plan.ts';

export interface WrittenSamples {
  readonly objects: number;
  readonly changed: number;
  readonly removed: number;
}

export function writeSamples(folder: string): WrittenSamples {
  const plan = makePlan();
  const objects = makeLogObjects(plan.delivery.objects);
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });

  const wanted = new Set(objects.map(({ name }) => name));
  const stale = readdirSync(logs).filter((name) => !wanted.has(name));
  for (const name of stale) rmSync(join(logs, name));

  let changed = 0;
  for (const object of objects) {
    const path = join(logs, object.name);
    if (existsSync(path) && hasSameContent(readFileSync(path), object)) continue;
    writeFileSync(path, bytesOf(object));
    changed += 1;
  }
  const answerKey = makeAnswerKey(plan, objects.length);
  writeFileSync(join(folder, 'answer-key.json'), `${compactJson(answerKey)}\n`);
  return { objects: objects.length, changed, removed: stale.length };
}
