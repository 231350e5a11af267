/**
 * The samples, shipped once for all tests that only ask about them: engine-before.ts does it. Nobody
 * may write there.
 */
import { runTamarin } from './run-tamarin.ts';
import { SAMPLE_LOGS } from './samples.ts';

export const SHARED_SAMPLES = 'test-shared-samples';
export const ASKING_SAMPLES = { TAMARIN_INDEX_PREFIX: SHARED_SAMPLES } as const;

/** @throws Error when it fails */
export async function shipSharedSamples(): Promise<void> {
  const { code, stderr } = await runTamarin(['sync', SAMPLE_LOGS], ASKING_SAMPLES);
  if (code !== 0) throw new Error(`The samples could not be shipped: ${stderr}`);
}
