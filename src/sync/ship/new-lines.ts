/** Passes on each line once, however often the log object is read from its start. */
import type { RawLine } from '../../core/raw-line.ts';
import type { ContentSink } from '../../source/content/content-splitter.ts';

export class NewLines implements ContentSink {
  readonly #to: ContentSink;
  /** Passed on so far, over all members: both are numbered without a gap. */
  #lines = 0;
  #members = 0;
  /** Where this reading is: lines of the members before, of this one, and members. */
  #before = 0;
  #here = 0;
  #member = 0;

  constructor(to: ContentSink) {
    this.#to = to;
  }

  get count(): number {
    return this.#lines;
  }

  /** The object is read from its start. `again`: all of its lines are passed on. */
  restart({ again }: { readonly again: boolean }): void {
    this.#before = 0;
    this.#here = 0;
    this.#member = 0;
    if (!again) return;
    this.#lines = 0;
    this.#members = 0;
  }

  startMember(member: string): void {
    this.#before += this.#here;
    this.#here = 0;
    this.#member += 1;
    if (this.#member <= this.#members) return;
    this.#members = this.#member;
    this.#to.startMember(member);
  }

  line(line: RawLine): void {
    if (this.#isNew(line.number)) this.#to.line(line);
  }

  oversizeLine(start: string, sha256: string, lineNumber: number, offset: number): void {
    if (this.#isNew(lineNumber)) this.#to.oversizeLine(start, sha256, lineNumber, offset);
  }

  #isNew(lineNumber: number): boolean {
    this.#here = lineNumber;
    const place = this.#before + lineNumber;
    if (place <= this.#lines) return false;
    this.#lines = place;
    return true;
  }
}
