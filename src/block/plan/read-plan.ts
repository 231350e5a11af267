/** Reads a plan that plan-text.ts has printed, and that a person may have changed. */
import type { Cost } from '../../core/cost.ts';
import { TamarinError } from '../../core/error.ts';
import { readIsoTime } from '../../core/iso-time.ts';
import { cidrsOf, readCidr } from '../address/cidr.ts';
import type { BlockPlan, Entry, Hit, LeftOut, Saved, Taken } from './block-plan.ts';
import { FIRST_LINE } from './plan-text.ts';

/** `name`: of the file, for messages. @throws TamarinError `usage` with the line that is wrong */
export function readPlan(text: string, name: string): BlockPlan {
  const lines = text.split(/\r?\n/).map((line, at) => ({ line: line.trimEnd(), number: at + 1 }));
  if (lines[0]?.line !== FIRST_LINE)
    throw new TamarinError('usage', `${name} is no block plan: its first line is not "${FIRST_LINE}".`, {
      hint: 'Print one with: tamarin block plan > FILE (through npm: npm run --silent tamarin -- block plan > FILE; without --silent npm writes its own lines into it).',
    }); // biome-ignore format: one error
  const reader = new PlanReader(name);
  for (const { line, number } of lines.slice(1)) {
    if (line === '' || line.startsWith('#')) continue;
    const space = line.indexOf(' ');
    const field = space === -1 ? line : line.slice(0, space);
    const value = space === -1 ? '' : line.slice(space).trimStart();
    reader.take({ field, value, number });
  }
  return reader.end();
}

interface Line {
  readonly field: string;
  readonly value: string;
  readonly number: number;
}

type Part = ReadonlyMap<string, readonly Line[]>;

const OF_PLAN = ['created', 'period', 'asked', 'bucket', 'account', 'all', 'saves', 'left-out', 'because']; // biome-ignore format: one list
const OF_ENTRY = ['block', 'cidr', 'reason', 'rule', 'saves', 'hits', 'created', 'expires'];

/** Lines up to the first `block` are of the plan, then each begins an entry. */
class PlanReader {
  readonly #name: string;
  readonly #parts: Map<string, Line[]>[] = [new Map()];

  constructor(name: string) {
    this.#name = name;
  }

  take(line: Line): void {
    if (line.field === 'block') this.#parts.push(new Map());
    const known = this.#parts.length === 1 ? OF_PLAN : OF_ENTRY;
    if (!known.includes(line.field)) throw this.#wrong(line, `is none of: ${known.join(', ')}`);
    const part = this.#parts.at(-1) ?? new Map<string, Line[]>();
    part.set(line.field, [...(part.get(line.field) ?? []), line]);
  }

  end(): BlockPlan {
    const [head = new Map(), ...entries] = this.#parts;
    const [from, to] = this.#only(head, 'period').value.split(' ');
    const because = this.#all(head, 'because');
    return {
      created: this.#moment(head, 'created'),
      from: from === 'first' ? null : (from ?? null),
      to: to === 'last' ? null : (to ?? null),
      asked: this.#only(head, 'asked').value,
      buckets: this.#all(head, 'bucket').map(({ value }) => value),
      ownAccounts: this.#all(head, 'account').map(({ value }) => value),
      all: this.#taken(this.#only(head, 'all')),
      saves: this.#saved(this.#only(head, 'saves')),
      entries: entries.map((part) => this.#entry(part)),
      leftOut: this.#all(head, 'left-out').map(
        ({ value }, at): LeftOut => ({ what: value, because: because[at]?.value ?? '' }),
      ),
    };
  }

  #entry(part: Part): Entry {
    const spans = this.#all(part, 'cidr').map((line) => {
      const read = readCidr(line.value);
      if ('wrong' in read) throw this.#wrong(line, read.wrong);
      return read.span;
    });
    if (spans.length === 0) throw this.#wrong(this.#only(part, 'block'), 'has no cidr');
    const hits = this.#numbers(this.#only(part, 'hits'));
    return {
      subject: this.#only(part, 'block').value,
      cidrs: cidrsOf(spans),
      reason: this.#only(part, 'reason').value,
      rule: this.#only(part, 'rule').value,
      saves: this.#saved(this.#only(part, 'saves')),
      hits: {
        clients: hits('clients'),
        lightClients: hits('lightClients'),
        lightRequests: hits('lightRequests'),
        lightBytes: hits('lightBytes'),
        lightDownloads: hits('lightDownloads'),
        agents: hits('agents'),
        otherRequests: hits('otherRequests'),
        friendRequests: hits('friendRequests'),
      } satisfies Hit,
      created: this.#moment(part, 'created'),
      expires: this.#moment(part, 'expires'),
    };
  }

  #saved(line: Line): Saved {
    const number = this.#numbers(line);
    return {
      ...this.#taken(line),
      bytesShare: number('bytesShare'),
      requestsShare: number('requestsShare'),
    };
  }

  #taken(line: Line): Taken {
    const number = this.#numbers(line);
    return { requests: number('requests'), bytes: number('bytes'), cost: costIn(line.value) };
  }

  #numbers(line: Line): (name: string) => number {
    const given = new Map(line.value.split(' ').map((pair) => pair.split('=') as [string, string])); // what has no value is no number
    return (name) => {
      const number = Number(given.get(name) ?? Number.NaN);
      if (Number.isFinite(number) && number >= 0) return number;
      throw this.#wrong(line, `lacks a number of ${name}`);
    };
  }

  #moment(part: Part, field: string): string {
    const line = this.#only(part, field);
    const moment = readIsoTime(line.value);
    if (moment === null) throw this.#wrong(line, 'is no moment, such as 2026-01-17T00:00Z');
    return moment;
  }

  #all = (part: Part, field: string): readonly Line[] => part.get(field) ?? [];

  #only(part: Part, field: string): Line {
    const [line, another] = this.#all(part, field);
    if (another !== undefined) throw this.#wrong(another, 'is there twice');
    if (line !== undefined) return line;
    const [first] = [...part.values()].flat();
    throw this.#wrong(first ?? { field: '', value: '', number: 1 }, `begins a part without "${field}"`); // biome-ignore format: one error
  }

  #wrong({ field, value, number }: Line, what: string): TamarinError {
    return new TamarinError('usage', `${this.#name}, line ${number}: "${`${field} ${value}`.trim()}" ${what}.`); // biome-ignore format: one error
  }
}

const COST = / cost=(\S+) (\S+)$/;

function costIn(text: string): Cost | null {
  const [, amount, currency] = COST.exec(text) ?? [];
  return amount === undefined || currency === undefined ? null : { amount, currency };
}
