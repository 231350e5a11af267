/** Vega-Lite drawings, compiled and drawn as OpenSearch Dashboards does: from the answer to their request. */
import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { specOf } from './read-objects.ts';
import { compile5 } from './vega-lite-5.ts';

/** By major version: from the oldest to the newest that a supported server brings. */
const VEGA_LITES = { 5: compile5, 6: compile } as const;
export type VegaLiteVersion = keyof typeof VEGA_LITES;

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Compiled {
  readonly warnings: readonly string[];
  /** As SVG. What is wrong with the data joins the warnings. */
  draw(): Promise<string>;
}

class Warnings {
  readonly said: string[] = [];
  warn = (...words: readonly unknown[]): this => this.#note(words);
  error = (...words: readonly unknown[]): this => this.#note(words);
  info = (): this => this;
  debug = (): this => this;
  level = (): this => this;

  #note(words: readonly unknown[]): this {
    this.said.push(words.join(' '));
    return this;
  }
}

/**
 * Dashboards asks for the data by itself, sets the size to that of the panel, and keeps within it what
 * is drawn. @throws Error for what Vega-Lite does not compile
 */
export function compileSpec(
  spec: ReturnType<typeof specOf>,
  answer: unknown,
  size: Size,
  version: VegaLiteVersion = 6,
): Compiled {
  const warnings = new Warnings();
  const data = { values: answer, format: { type: 'json', ...spec.data.format } };
  const sized = { ...spec, data, ...size, autosize: { type: 'fit', contains: 'padding' } };
  const logger = warnings as never; // the levels of its type are numbers, which nobody asks for
  const { spec: compiled } = VEGA_LITES[version](sized, { logger });
  const draw = async (): Promise<string> =>
    new View(parse(compiled), { renderer: 'none', logger }).toSVG();
  return { warnings: warnings.said, draw };
}
