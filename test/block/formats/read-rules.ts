/**
 * Reads what the renderers write, each by the grammar of its own tool and as strictly as that does; what
 * does not fit throws. Each gives the networks that it blocks. Nothing here knows the renderers.
 */
import { BlockList, isIP, isIPv4 } from 'node:net';
import { createContext, runInContext } from 'node:vm';

/** Whether an address is blocked. */
export type Blocks = (ip: string) => boolean;

export function listOf(networks: readonly string[]): Blocks {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = isIPv4(address) ? '32' : '128', ...rest] = network.split('/');
    if (isIP(address) === 0 || rest.length > 0 || !/^\d+$/.test(bits)) throw new Error(network);
    list.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return (ip) => list.check(ip, isIPv4(ip) ? 'ipv4' : 'ipv6');
}

const fits = (pattern: RegExp, text: string): RegExpExecArray => {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`${pattern} does not fit ${text}`);
  return match;
};

export function readNginx(text: string): Blocks {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('the last line has no end');
  return listOf(lines.filter((line) => !line.startsWith('#')).map((line) => fits(/^deny ([0-9a-f.:]+\/\d+);$/, line)[1] ?? '')); // biome-ignore format: one rule
}

export interface NftElement {
  readonly network: string;
  readonly seconds: number;
}

const NFT =
  /^# [ -~]*\ntable inet tamarin\ndelete table inet tamarin\ntable inet tamarin \{\n {2}set blocked4 \{\n {4}type ipv4_addr\n {4}flags interval, timeout(?:\n {4}elements = \{\n([^{}]*)\n {4}\})?\n {2}\}\n {2}set blocked6 \{\n {4}type ipv6_addr\n {4}flags interval, timeout(?:\n {4}elements = \{\n([^{}]*)\n {4}\})?\n {2}\}\n {2}chain input \{\n {4}type filter hook input priority -10; policy accept;\n {4}ip saddr @blocked4 drop\n {4}ip6 saddr @blocked6 drop\n {2}\}\n\}\n$/;

export function readNftables(text: string): readonly NftElement[] {
  const [, four, six] = fits(NFT, text);
  const elements = (list: string | undefined, address: RegExp): readonly NftElement[] =>
    list === undefined
      ? []
      : list.split(',\n').map((line) => {
          const [, network = '', seconds, comment = ''] = fits(/^ {6}(\S+) timeout ([1-9]\d*)s comment "([^"\n]*)"$/, line); // biome-ignore format: one row
          if (Buffer.byteLength(comment) > 128) throw new Error(`a comment of over 128 bytes`);
          fits(address, network);
          return { network, seconds: Number(seconds) };
        });
  return [...elements(four, /^[\d.]+\/\d+$/), ...elements(six, /^[0-9a-f:]+\/\d+$/)];
}

/** As CloudFront runs it: without Node around it. */
export function runFunction(code: string): Blocks {
  if (Buffer.byteLength(code) > 10_240) throw new Error('too long for CloudFront');
  const context = createContext({});
  runInContext(code, context, { timeout: 1_000 });
  return (ip) => {
    const event = { viewer: { ip }, request: { uri: '/a' } };
    const answer: unknown = runInContext(`handler(${JSON.stringify(event)})`, context);
    const given = JSON.stringify(answer);
    if (given === JSON.stringify(event.request)) return false;
    if (given === '{"statusCode":403,"statusDescription":"Forbidden"}') return true;
    throw new Error(given);
  };
}

interface PolicyRequest {
  readonly ip: string | null;
  readonly principal: string | null;
  readonly isByService?: boolean;
  readonly authType?: string;
  readonly action?: string;
  readonly resource?: string;
}

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
interface Policy {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: string;
    readonly Principal: string;
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
    readonly Condition: Condition;
  }[];
}

const like = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+^$()|[\]\\{}]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text); // biome-ignore format: one rule

const listed = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;

/** Whether a statement refuses the request: as IAM says, all conditions must hold, any value of each. */
export function isDenied(text: string, request: PolicyRequest): boolean {
  if (Buffer.byteLength(text) > 20_480) throw new Error('too long for a bucket');
  const { Version, Statement } = JSON.parse(text) as Policy;
  if (Version !== '2012-10-17' || Statement.length === 0) throw new Error('no policy');
  if (new Set(Statement.map(({ Sid }) => Sid)).size < Statement.length) throw new Error('a Sid twice'); // biome-ignore format: one rule
  const action = request.action ?? 's3:GetObject';
  const resource = request.resource ?? 'arn:aws:s3:::media/a/b.mp4';
  const keys: Readonly<Record<string, string | null>> = {
    'aws:SourceIp': request.ip,
    'aws:PrincipalArn': request.principal,
    'aws:ViaAWSService': String(request.isByService ?? false),
    's3:authType': request.authType ?? null,
  };
  return Statement.some(({ Sid, Effect, Principal, Action, Resource, Condition }) => {
    fits(/^[A-Za-z0-9]+$/, Sid);
    if (Effect !== 'Deny' || Principal !== '*') throw new Error('it grants something');
    if (!Action.some((each) => like(each, action))) return false;
    if (!Resource.some((each) => like(each, resource))) return false;
    return Object.entries(Condition).every(([operator, tests]) =>
      Object.entries(tests).every(([key, value]) => holds(operator, keys[key], listed(value))),
    );
  });
}

function holds(operator: string, given: string | null | undefined, values: readonly string[]): boolean {
  if (given === undefined) throw new Error('no such key');
  if (given === null) return operator.endsWith('IfExists');
  switch (operator.replace('IfExists', '')) {
    case 'IpAddress':
      return listOf(values)(given);
    case 'Bool':
    case 'StringEquals':
      return values.includes(given);
    case 'ArnNotLike':
      return !values.some((value) => like(value, given));
    default:
      throw new Error(`no such operator here: ${operator}`);
  }
} // biome-ignore format: one rule
