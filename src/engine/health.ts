/** Asks the engine over HTTP whether it is up, and whether it is ours: the cluster name tells. */
const REQUEST_TIMEOUT_MS = 3_000;

export type Health =
  | { readonly kind: 'up'; readonly version: string }
  | { readonly kind: 'down'; readonly reason: string };

export const engineUrl = (port: number): string => `http://127.0.0.1:${port}`;

export async function askHealth(port: number, clusterName: string): Promise<Health> {
  try {
    const health = await getJson(`${engineUrl(port)}/_cluster/health`);
    if (health.cluster_name !== clusterName) {
      return { kind: 'down', reason: `another server answers on port ${port}` };
    }
    const status = String(health.status);
    if (status !== 'green' && status !== 'yellow') {
      return { kind: 'down', reason: `it is still opening its indices (status ${status})` };
    }
    const root = await getJson(engineUrl(port));
    return { kind: 'up', version: String(asObject(root.version).number) };
  } catch (error) {
    return { kind: 'down', reason: reasonOf(error) };
  }
}

async function getJson(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return asObject(body);
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** fetch says only "fetch failed"; what happened is in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
