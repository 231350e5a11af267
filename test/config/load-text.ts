/** Loads the configuration of a file that a test writes, of an environment and of flags. */
import { join } from 'node:path';
import { type Config, loadConfig } from '../../src/config/config.ts';
import { TamarinError } from '../../src/core/error.ts';

interface WithTestDir {
  testdir(content?: Record<string, string>): string;
}

export function write(t: WithTestDir, text: string): string {
  return join(t.testdir({ 'tamarin.yaml': text }), 'tamarin.yaml');
}

export const load = (file: string | null, env: Record<string, string> = {}, flags = {}): Config =>
  loadConfig({ flags, env, file });

/** The problems of a configuration, a line each. */
export function problemsOf(
  file: string | null,
  env: Record<string, string> = {},
  flags = {},
): string[] {
  try {
    load(file, env, flags);
  } catch (error) {
    if (error instanceof TamarinError && error.code === 'config_invalid')
      return error.message.split('\n');
    throw error;
  }
  return [];
}
