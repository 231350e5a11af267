/**
 * `tamarin parse [file…]`: log lines in files, folders or on stdin become the documents that would
 * be indexed, one a line on stdout; rejects become JSON lines on stderr. Needs no OpenSearch.
 */
import { addAbortSignal, type Readable } from 'node:stream';
import { makeConfiguredEnricher, makeConfiguredParser } from '../app/line-stages.ts';
import { encodeDocument } from '../bulk/document.ts';
import { asLogKey } from '../core/brand.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { formatCount, formatSeconds, plural } from '../core/format.ts';
import { jsonLine, printable, printableJson } from '../core/printable.ts';
import type { RawLine } from '../core/raw-line.ts';
import type { Reject } from '../core/reject-reason.ts';
import type { Enrich } from '../enrich/enrich.ts';
import type { LineParser } from '../parse/parse-line.ts';
import type { TimeLimits } from '../parse/read-record.ts';
import { timeLimits } from '../parse/time-limits.ts';
import { type Content, memberKey } from '../source/content/content.ts';
import { type ContentSink, ContentSplitter } from '../source/content/content-splitter.ts';
import { isBlankLine } from '../source/content/line-splitter.ts';
import { readContent } from '../source/content/read-content.ts';
import { openFolderSource } from '../source/folder/folder-source.ts';
import type { LogObject } from '../source/log/log-source.ts';
import type { CommonFlags, Io } from './io.ts';
import { isPipe, openPipe } from './pipe.ts';
import { configOf } from './session.ts';

export interface ParseFlags extends CommonFlags {
  readonly strict?: true;
}

const EXIT_INCOMPLETE = 3;
const READABLE = 'Use files, folders or pipes: tamarin parse ./my-logs; or - for stdin.';
const STDIN_NAME = '-';
/** Node's own stream takes any kind of stdin; opened by name, a socket cannot be read. */
const STDIN_NAMES: readonly string[] = [STDIN_NAME, '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0'];

export async function parseCommand(
  paths: readonly string[],
  flags: ParseFlags,
  io: Io,
): Promise<number> {
  const startedMs = io.now();
  const config = configOf(flags, io);
  const stages = { parser: makeConfiguredParser(config), enrich: makeConfiguredEnricher(config) };
  const run = new ParseRun(io, stages);
  const names = paths.length === 0 ? [STDIN_NAME] : paths;
  for (const name of names) {
    if (STDIN_NAMES.includes(name))
      await run.parseStream(name, io.stdin); // one after the other
    else if (await isPipe(name)) await run.parseStream(name, await openPipe(name));
    else await run.parsePath(name);
  }
  const { files, lines, records, rejected, failed } = run;
  const seconds = Math.round(io.now() - startedMs) / 1_000;
  if (flags.json) io.writeMessage(jsonLine({ files, lines, records, rejected, failed, seconds }));
  else if (!flags.quiet) {
    io.writeMessage(
      `${plural(lines, 'line')} = ${plural(records, 'record')} + ${formatCount(rejected)} rejected, ` +
        `from ${plural(files, 'file')} in ${formatSeconds(seconds)}.\n`,
    );
  }
  return failed > 0 || (flags.strict === true && rejected > 0) ? EXIT_INCOMPLETE : 0;
}

interface LineStages {
  readonly parser: LineParser;
  readonly enrich: Enrich;
}

class ParseRun {
  readonly #io: Io;
  readonly #stages: LineStages;
  files = 0;
  lines = 0;
  records = 0;
  rejected = 0;
  /** Files that could not be read to their end. */
  failed = 0;

  constructor(io: Io, stages: LineStages) {
    this.#io = io;
    this.#stages = stages;
  }

  async parsePath(path: string): Promise<void> {
    const source = await openFolderSource(path, this.#io.now).catch((error: TamarinError) => {
      throw new TamarinError(error.code, error.message, { cause: error, hint: READABLE });
    });
    for await (const page of source.listPages(this.#io.signal))
      for (const object of page) {
        if (object.notRead?.kind === 'unreadable')
          this.#tellUnread(object.logKey, object.notRead.reason);
        else await this.#parseObject(object, source.open(object, this.#io.signal)); // in order: so is the output
      }
  }

  #tellUnread(name: string, reason: string): void {
    this.failed += 1;
    this.#io.writeMessage(`tamarin: cannot read ${printable(name)}: ${printable(reason)}\n`);
  }

  /** Its bytes count as delivered now. */
  async parseStream(name: string, stream: Readable): Promise<void> {
    const content = readContent(addAbortSignal(this.#io.signal, stream));
    await this.#parseContent(name, content, this.#io.now());
  }

  async #parseObject(object: LogObject, content: AsyncIterable<Content>): Promise<void> {
    await this.#parseContent(object.logKey, content, object.lastModifiedMs);
  }

  async #parseContent(
    name: string,
    content: AsyncIterable<Content>,
    deliveredMs: number,
  ): Promise<void> {
    this.files += 1;
    const printer = new DocumentPrinter(
      name,
      this.#stages,
      timeLimits(this.#io.now(), deliveredMs),
    );
    const splitter = new ContentSplitter(printer);
    try {
      for await (const part of content) {
        splitter.push(part);
        this.#io.signal.throwIfAborted();
        await this.#print(printer); // waits while the reader of our output is slower
      }
      splitter.end();
    } catch (error) {
      if (this.#io.signal.aborted) throw interruptedParse();
      this.failed += 1;
      const why = `cannot read ${name} to the end: ${messageOf(error)}`;
      this.#io.writeMessage(`tamarin: ${printable(why)}\n`);
    }
    await this.#print(printer);
    this.lines += printer.records + printer.rejected;
    this.records += printer.records;
    this.rejected += printer.rejected;
  }

  async #print(printer: DocumentPrinter): Promise<void> {
    const { documents, rejects } = printer.take();
    if (rejects !== '') this.#io.writeMessage(rejects);
    if (documents !== '') await this.#io.writeWithBackpressure(printableJson(documents));
  }
}

const interruptedParse = (): TamarinError =>
  new TamarinError('interrupted', 'Parsing was stopped before it finished.');

/** Collects what the lines of one chunk become. */
class DocumentPrinter implements ContentSink {
  /** Of the file, as it was asked for. */
  readonly #file: string;
  /** Of the lines that come now: the file's, or that of a member of it. */
  #name: string;
  readonly #stages: LineStages;
  readonly #limits: TimeLimits;
  #documents = '';
  #rejects = '';
  records = 0;
  rejected = 0;

  constructor(name: string, stages: LineStages, limits: TimeLimits) {
    this.#file = name;
    this.#name = name;
    this.#stages = stages;
    this.#limits = limits;
  }

  startMember(member: string): void {
    this.#name = memberKey(this.#file, member);
  }

  line({ text: line, number: lineNumber, offset }: RawLine): void {
    if (isBlankLine(line)) return;
    const { parser, enrich } = this.#stages;
    const outcome = parser.parseLine(line, this.#limits);
    if (outcome.kind === 'reject') {
      this.#reject(outcome, lineNumber, offset);
      return;
    }
    const { record, isPlain } = outcome;
    const provenance = { logKey: asLogKey(this.#name), logLine: lineNumber, syncId: null };
    this.records += 1;
    this.#documents += `${encodeDocument(record, enrich(record), provenance, isPlain)}\n`;
  }

  oversizeLine(start: string, _sha256: string, lineNumber: number, offset: number): void {
    this.#reject(this.#stages.parser.oversizeReject(start), lineNumber, offset);
  }

  /** What has come since the last time. */
  take(): { readonly documents: string; readonly rejects: string } {
    const taken = { documents: this.#documents, rejects: this.#rejects };
    this.#documents = '';
    this.#rejects = '';
    return taken;
  }

  #reject({ reason, text }: Reject, line: number, offset: number): void {
    this.rejected += 1;
    this.#rejects += jsonLine({ file: this.#name, line, offset, reason, text });
  }
}
