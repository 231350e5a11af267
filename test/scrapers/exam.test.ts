/**
 * Goal: who scrapes is found and who does not is left alone, in worlds that nobody tuned the detector
 * to. The lines go through the product's parser, enricher and question; the server is in memory.
 */
import t from 'tap';
import { detect } from './detect.ts';
import { runExam } from './exam.ts';
import { EXAM_WORLD_NAMES, makeScraperWorld } from './worlds.ts';

/** Of issue 15: both, over all worlds. */
const LEAST = 0.95;
const SEED = 1;

function* worlds() {
  for (const name of EXAM_WORLD_NAMES) yield makeScraperWorld(name, SEED);
}

t.test('actors are found, nobody else is accused, and no honest world has a suspect', async (t) => {
  const { precision, recall, byMembers, falseAlarms, report } = await runExam(worlds(), detect);
  for (const line of report) t.comment(line);
  t.ok(precision >= LEAST, `precision ${precision}`);
  t.ok(recall >= LEAST, `recall ${recall}`);
  t.ok(byMembers.precision >= LEAST, `precision by addresses ${byMembers.precision}`);
  t.ok(byMembers.recall >= LEAST, `recall by addresses ${byMembers.recall}`);
  t.strictSame(falseAlarms, []);
});
