/**
 * Vega-Lite 5.6.0: the oldest that a supported server brings (OpenSearch Dashboards 2.19), and of the
 * version that the drawings' `$schema` names. Newer servers bring up to 6.4.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import * as vega from 'vega';
import type { compile } from 'vega-lite';

interface VegaLite {
  readonly version: string;
  readonly compile: typeof compile;
}

// It requires `vega`, and Node.js requires no module that awaits at its top, as vega 6 does: so it is
// handed over here. Version 5 takes only small helpers from it, which are the same in both.
const path = fileURLToPath(import.meta.resolve('vega-lite-5'));
const run = compileFunction(readFileSync(path, 'utf8'), ['exports', 'module', 'require']);
const exported: Partial<VegaLite> = {};
run(exported, { exports: exported }, () => vega);

export const { version, compile: compile5 } = exported as VegaLite; // what it exports since version 2
