/**
 * A function for the viewer requests of CloudFront. Networks stand in it as the hexadecimal digits that
 * their addresses have in common, by family and length: a look-up cuts an address to each length.
 */
import { TamarinError } from '../../core/error.ts';
import { BITS, type Span } from '../address/span.ts';
import type { BlockPlan } from '../plan/block-plan.ts';
import { spansOf } from '../plan/spans-of.ts';
import { type BlockFormat, isIpv6, liveCidrs, type RenderOptions } from './format.ts';

const FUNCTION_BYTES_MAX = 10_240;

export const CLOUDFRONT_FUNCTION: BlockFormat = {
  name: 'cloudfront-function',
  about: 'CloudFront in front of the bucket: a function for viewer requests, without WAF',
  render: renderFunction,
  apply: [
    'aws cloudfront create-function --name tamarin-block --function-config Comment=tamarin,Runtime=cloudfront-js-2.0 --function-code fileb://FILE # later: update-function --if-match ETAG',
    'aws cloudfront publish-function --name tamarin-block --if-match ETAG # then associate it with the viewer requests of the behaviour, once',
  ],
  undo: [
    'aws cloudfront get-distribution-config --id ID > dist.json # take tamarin-block out of FunctionAssociations, then update-distribution --if-match ETAG',
  ],
  caveat:
    'It helps only where the bucket is closed to everybody but CloudFront. A behaviour has one function for viewer requests: call this one from yours. It has no clock: render and publish it again when blocks end.',
};

function renderFunction(plan: BlockPlan, options: RenderOptions): string {
  const cidrs = liveCidrs(plan, options);
  const tables = { 4: tableOf(cidrs.filter((cidr) => !isIpv6(cidr))), 6: tableOf(cidrs.filter(isIpv6)) }; // biome-ignore format: one row
  const text = CODE.replace('BLOCKED', JSON.stringify(tables)).replace('CREATED', plan.created);
  if (text.length <= FUNCTION_BYTES_MAX) return text;
  throw new TamarinError('usage', `${cidrs.length} networks make a function of ${text.length} bytes, over the limit of ${FUNCTION_BYTES_MAX} of CloudFront.`, {
    hint: 'Plan networks instead of addresses (--per network), raise the limit of the rule, or use --format aws-waf, which takes 10,000 networks a set.',
  }); // biome-ignore format: one error
}

/** By prefix length: digits, each with a blank before and behind. */
function tableOf(cidrs: readonly string[]): Readonly<Record<string, string>> {
  const table: Record<string, string> = {};
  for (const cidr of cidrs) {
    const bits = cidr.split('/')[1] ?? '';
    const [span] = spansOf([{ cidrs: [cidr] }]);
    if (span !== undefined) table[bits] = `${table[bits] ?? ' '}${digitsOf(span, Number(bits))} `;
  }
  return table;
}

const digitsOf = ({ family, first }: Span, bits: number): string =>
  first
    .toString(16)
    .padStart(BITS[family] / 4, '0')
    .slice(0, Math.ceil(bits / 4));

/** What it answers a blocked viewer is a 403 without a body. */
const CODE = `// Tamarin block plan of CREATED: made by "tamarin block render", not to be changed by hand.
var blocked = BLOCKED;

function groupsOf(text) {
  return text === '' ? [] : text.split(':');
}

// The hexadecimal digits of an address: 8 of IPv4, 32 of IPv6.
function digitsOf(ip) {
  var dots = ip.lastIndexOf(':') + 1;
  if (ip.indexOf('.') >= 0) {
    var parts = ip.slice(dots).split('.');
    var hex = '';
    for (var i = 0; i < 4; i += 1) hex += ('0' + Number(parts[i]).toString(16)).slice(-2);
    if (dots === 0) return hex;
    ip = ip.slice(0, dots) + hex.slice(0, 4) + ':' + hex.slice(4);
  }
  var halves = ip.toLowerCase().split('::');
  var groups = groupsOf(halves[0]);
  if (halves.length > 1) {
    var tail = groupsOf(halves[1]);
    while (groups.length + tail.length < 8) groups.push('0');
    groups = groups.concat(tail);
  }
  var digits = '';
  for (var j = 0; j < groups.length; j += 1) digits += ('000' + groups[j]).slice(-4);
  return digits.slice(0, 24) === '00000000000000000000ffff' ? digits.slice(24) : digits;
}

function isBlocked(ip) {
  var digits = digitsOf(ip);
  var table = blocked[digits.length === 8 ? 4 : 6];
  for (var bits in table) {
    var cut = digits.slice(0, Math.ceil(bits / 4));
    var rest = bits % 4;
    if (rest > 0) {
      var last = parseInt(cut.slice(-1), 16);
      var step = 1 << (4 - rest);
      cut = cut.slice(0, -1) + (last - (last % step)).toString(16);
    }
    if (table[bits].indexOf(' ' + cut + ' ') >= 0) return true;
  }
  return false;
}

function handler(event) {
  if (isBlocked(event.viewer.ip)) return { statusCode: 403, statusDescription: 'Forbidden' };
  return event.request;
}
`;
