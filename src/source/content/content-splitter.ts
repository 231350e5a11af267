/** Cuts the content of a log object into lines; each member of an archive has lines of its own. */
import type { Content } from './content.ts';
import { type LineSink, LineSplitter } from './line-splitter.ts';

export interface ContentSink extends LineSink {
  /** The lines that follow are those of this member: their numbers and offsets begin anew. */
  startMember(member: string): void;
}

export class ContentSplitter {
  readonly #sink: ContentSink;
  #splitter: LineSplitter;

  constructor(sink: ContentSink) {
    this.#sink = sink;
    this.#splitter = new LineSplitter(sink);
  }

  push(part: Content): void {
    if (Buffer.isBuffer(part)) {
      this.#splitter.push(part);
      return;
    }
    if ('isWhole' in part) return;
    this.#splitter.end(); // a member has a length: its last line needs no LF
    this.#sink.startMember(part.member);
    this.#splitter = new LineSplitter(this.#sink);
  }

  /** The content ended as it should. */
  end(): void {
    this.#splitter.end();
  }
}
