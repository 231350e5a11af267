/** `node test/house/write-readme.ts` writes the blocks of README.md that are made from the code. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { README_BLOCKS, rewriteBlocks } from './readme-tables.ts';

const README = new URL('../../README.md', import.meta.url);

const skeleton = (): string =>
  `# Tamarin\n${Object.keys(README_BLOCKS)
    .map((name) => `\n<!-- ${name} -->\n<!-- /${name} -->\n`)
    .join('')}`;

writeFileSync(
  README,
  rewriteBlocks(existsSync(README) ? readFileSync(README, 'utf8') : skeleton()),
);
