/** Whether OpenSearch and our index templates are there, in one small request. */
import type { OpenSearch } from './client.ts';
import { statusOf } from './request-failure.ts';
import { TEMPLATE_NAMES } from './templates.ts';

/** A probe does not wait longer, and asks again anyway. */
const CHECK_TIMEOUT_MS = 3_000;

export interface ServerReadiness {
  readonly isReachable: boolean;
  readonly hasTemplates: boolean;
}

/** Never throws. */
export async function readReadiness(
  { client }: OpenSearch,
  prefix: string,
): Promise<ServerReadiness> {
  const once = { ignore: [404], maxRetries: 0, requestTimeout: CHECK_TIMEOUT_MS };
  try {
    const { body } = await client.indices.getIndexTemplate({ name: `${prefix}-*` }, once);
    const there = new Set((body.index_templates ?? []).map(({ name }) => name));
    return {
      isReachable: true,
      hasTemplates: TEMPLATE_NAMES.every((name) => there.has(`${prefix}-${name}`)),
    };
  } catch (error) {
    // Who may not look at them may still read, and cannot know better. All else is for `tamarin doctor`.
    const mayNotLook = statusOf(error) === 403;
    return { isReachable: mayNotLook, hasTemplates: mayNotLook };
  }
}
