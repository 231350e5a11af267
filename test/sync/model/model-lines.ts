/** Texts of log objects, made by counting. */
import { ordinaryLine } from '../../bench/sample-lines.ts';

/** `count` records that no other start has. */
export const records = (start: number, count: number): string =>
  Array.from({ length: count }, (_, at) => `${ordinaryLine(start + at + 1)}\n`).join('');

/** The line without a request id: told apart by place only. */
export const withoutRequestId = (index: number): string => {
  const fields = ordinaryLine(index * 50 + 1).split(' ');
  fields[6] = '-';
  return `${fields.join(' ')}\n`;
};

/** Lines of a log that are no records. */
export const rejects = (start: number, count: number): string =>
  records(start, count).replaceAll(/" (?:\d{3}|-) - /g, '" OK - ');

export const isReject = (line: string): boolean => line.includes('" OK - ');
