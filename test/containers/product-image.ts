/** The product's own image: built from this checkout, and how containers of it are run. */
import { fileURLToPath } from 'node:url';
import { docker } from './docker.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const PRODUCT_IMAGE = 'tamarin:under-test';
export const BASE_IMAGE = 'node:24-bookworm-slim';

/** As an operator who trusts nothing runs it. */
export const LOCKED_DOWN: readonly string[] = [
  '--read-only',
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
];

export const buildProductImage = (): Promise<string> =>
  docker('build', '-q', '-t', PRODUCT_IMAGE, ROOT);

/** A template of Go over an image or a container, read as JSON. */
export async function inspect(what: string, template: string): Promise<unknown> {
  return JSON.parse(await docker('inspect', '-f', `{{json ${template}}}`, what));
}
