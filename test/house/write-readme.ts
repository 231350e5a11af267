/** `npm run readme`: rewrites the blocks of the docs that are made from the code. */
import { readFileSync, writeFileSync } from 'node:fs';
import { DOC_FILES, rewriteBlocks } from './readme-tables.ts';

for (const file of DOC_FILES) {
  const url = new URL(`../../${file}`, import.meta.url);
  writeFileSync(url, rewriteBlocks(readFileSync(url, 'utf8')));
}
