/** A bulk body read back: what a server sees. */

const ACTIONS = ['create', 'index', 'update', 'delete'] as const;

export interface SentAction {
  readonly action: (typeof ACTIONS)[number];
  readonly index: string;
  readonly id: string;
  /** Empty of a removal. */
  readonly document: Readonly<Record<string, unknown>>;
}

export function readActions(body: Buffer): SentAction[] {
  const lines = body.toString('utf8').split('\n').slice(0, -1).values();
  const sent: SentAction[] = [];
  for (const line of lines) {
    const head = JSON.parse(line);
    const action = ACTIONS.find((name) => name in head);
    if (action === undefined) throw new Error(`no bulk action: ${line}`);
    const { _index: index, _id: id } = head[action];
    const document = action === 'delete' ? {} : JSON.parse(lines.next().value ?? '');
    sent.push({ action, index, id, document });
  }
  return sent;
}
