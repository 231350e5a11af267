/**
 * `tamarin parse [file…]`: log lines in files, folders or on stdin become the documents that would
 * be indexed, one a line on stdout; rejects become JSON lines on stderr. Needs no OpenSearch.
 */
import { addAbortSignal, type Readable } from 'node:stream';
import { makeDocumentStages } from '../app/line-stages.ts';
import { indexNames } from '../bulk/index-name.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { formatCount, formatSeconds, plural } from '../core/format.ts';
import { jsonLine, printable, printableJson } from '../core/printable.ts';
import { timeLimits } from '../parse/time-limits.ts';
import type { Content } from '../source/content/content.ts';
import { ContentSplitter } from '../source/content/content-splitter.ts';
import { readContent } from '../source/content/read-content.ts';
import { openFolderSource } from '../source/folder/folder-source.ts';
import type { LogObject } from '../source/log/log-source.ts';
import { DocumentPrinter, type PrintedStages } from './document-printer.ts';
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
  const stages = makeDocumentStages(config, indexNames(config.indexPrefix, config.grain));
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

class ParseRun {
  readonly #io: Io;
  readonly #stages: PrintedStages;
  files = 0;
  lines = 0;
  records = 0;
  rejected = 0;
  /** Files that could not be read to their end. */
  failed = 0;

  constructor(io: Io, stages: PrintedStages) {
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
        for (const slice of slicesOf(part)) {
          splitter.push(slice);
          this.#io.signal.throwIfAborted();
          await this.#print(printer); // waits while the reader of our output is slower
        }
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

/** So much is printed at once: a small file may hold a text of megabytes. */
const SLICE_BYTES = 256 * 1024;

function* slicesOf(part: Content): Generator<Content> {
  if (!Buffer.isBuffer(part)) yield part;
  else
    for (let at = 0; at < part.length; at += SLICE_BYTES) yield part.subarray(at, at + SLICE_BYTES);
}
