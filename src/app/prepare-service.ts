/** Makes OpenSearch ready for a service that runs for long, as far as its user may. */
import { TamarinError } from '../core/error.ts';
import { checkGrain } from '../opensearch/record-index.ts';
import { ensureTemplates } from '../opensearch/templates.ts';
import type { Session } from './session.ts';

/** Who may only read may still answer: that is told and no error. @throws TamarinError for all else */
export async function prepareService(
  { server, templates }: Pick<Session, 'server' | 'templates'>,
  note: (text: string) => void,
): Promise<void> {
  try {
    await checkGrain(server, templates);
    await ensureTemplates(server, templates);
  } catch (error) {
    if (!(error instanceof TamarinError) || error.code !== 'opensearch_denied') throw error;
    note(`Questions are answered, but a sync may fail: ${error.message}`);
  }
}
