/** Decisions of CrowdSec, as `cscli decisions import` takes them. */
import type { BlockPlan } from '../plan/block-plan.ts';
import { type BlockFormat, commentOf, liveEntries, type RenderOptions } from './format.ts';

interface Decision {
  readonly duration: string;
  readonly reason: string;
  readonly scope: 'ip' | 'range';
  readonly type: 'ban';
  readonly value: string;
}

function decisionsOf(plan: BlockPlan, options: RenderOptions): readonly Decision[] {
  return liveEntries(plan, options).flatMap((entry) =>
    entry.cidrs.map((cidr): Decision => {
      const [address = '', bits = ''] = cidr.split('/');
      const isOne = bits === (address.includes(':') ? '128' : '32');
      const seconds = Math.ceil((Date.parse(entry.expires) - options.nowMs) / 1_000);
      return {
        duration: `${seconds}s`,
        reason: `tamarin: ${commentOf(entry)}`,
        scope: isOne ? 'ip' : 'range',
        type: 'ban',
        value: isOne ? address : cidr,
      };
    }),
  );
}

const UNDO = ['cscli decisions delete --origin cscli-import'];
const CAVEAT =
  'Decisions only block where a bouncer of CrowdSec looks at them. They end by themselves. The undo takes away what else was imported, too: name single ones by --ip or --range.';

export const CROWDSEC: BlockFormat = {
  name: 'crowdsec',
  about: 'whatever a bouncer of CrowdSec guards: decisions as JSON',
  render: (plan, options) => `${JSON.stringify(decisionsOf(plan, options), null, 1)}\n`,
  apply: ['cp FILE decisions.json', 'cscli decisions import -i decisions.json'],
  undo: UNDO,
  caveat: CAVEAT,
};

export const CROWDSEC_CSV: BlockFormat = {
  name: 'crowdsec-csv',
  about: 'the same as CSV',
  render: (plan, options) => {
    const rows = decisionsOf(plan, options).map(({ duration, scope, value, type, reason }) =>
      [duration, scope, value, type, `"${reason}"`].join(','),
    );
    return `${['duration,scope,value,type,reason', ...rows].join('\n')}\n`;
  },
  apply: ['cp FILE decisions.csv', 'cscli decisions import -i decisions.csv'],
  undo: UNDO,
  caveat: CAVEAT,
};
