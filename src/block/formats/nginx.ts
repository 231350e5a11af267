/** A file of `deny` for nginx. */
import { type BlockFormat, commentOf, liveEntries } from './format.ts';

export const NGINX: BlockFormat = {
  name: 'nginx',
  about: 'an nginx in front of the bucket: a file of deny rules',
  render: (plan, options) => {
    const lines = liveEntries(plan, options).flatMap((entry) => [
      `# ${commentOf(entry)}; until ${entry.expires}`,
      ...entry.cidrs.map((cidr) => `deny ${cidr};`),
    ]);
    return `${[`# tamarin block plan of ${plan.created}`, ...lines].join('\n')}\n`;
  },
  apply: [
    'install -m 644 FILE /etc/nginx/tamarin-block.conf # once, inside of server { }: include /etc/nginx/tamarin-block.conf;',
    'nginx -t && nginx -s reload',
  ],
  undo: [': > /etc/nginx/tamarin-block.conf && nginx -s reload'],
  caveat:
    'Behind another proxy nginx sees that one: set real_ip_header and set_real_ip_from first. It helps only where the bucket is closed to everybody but this nginx. A file has no clock: render and reload it again when blocks end.',
};
