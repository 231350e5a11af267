/** How many questions may be answered at once, and for how long. */
import { TamarinError } from '../../core/error.ts';
import { RequestError } from '../problem/request-error.ts';

/** Each may hold a point in time and read millions of groups. */
const QUESTIONS_AT_ONCE = 8;

const NEVER = new AbortController().signal;

export class QuestionGate {
  readonly #timeoutMs: number;
  #underWay = 0;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Asks unless too many are being answered. `gone` is aborted when nobody waits for the answer; one
   * that is handed on as it is read may take as long as it is taken.
   * @throws RequestError `busy`, `caller_gone`; TamarinError `question_timed_out`
   */
  async run<T>(
    gone: AbortSignal,
    ask: (signal: AbortSignal) => Promise<T>,
    { isStream = false }: { readonly isStream?: boolean } = {},
  ): Promise<T> {
    if (this.#underWay >= QUESTIONS_AT_ONCE)
      throw new RequestError('busy', {
        detail: `${QUESTIONS_AT_ONCE} questions are being answered: ask again later.`,
      });
    const late = isStream ? NEVER : AbortSignal.timeout(this.#timeoutMs);
    this.#underWay += 1;
    try {
      return await ask(AbortSignal.any([gone, late]));
    } catch (error) {
      if (gone.aborted) throw new RequestError('caller_gone');
      if (!late.aborted) throw error;
      throw new TamarinError('question_timed_out', 'The answer took longer than it may.', {
        cause: error,
        hint: 'Ask a shorter range, or give more time with --timeout.',
      });
    } finally {
      this.#underWay -= 1;
    }
  }
}
