/**
 * Finds the regular expression literals of a TypeScript source: a scanner that knows comments,
 * strings and templates, and takes a slash for a literal where no value stands before it.
 */
export interface RegexLiteral {
  readonly source: string;
  readonly flags: string;
  readonly line: number;
}

/** Comments, strings, templates without inner braces, and regular expressions, where they start. */
const COMMENT = /^#![^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y;
const REGEX = /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/y;
/** After these a slash divides; after any other text it opens a literal. */
const VALUE_END = /[\w$)\]}]$/;
const KEYWORD_END = /(?:^|[^\w$.])(?:return|typeof|case|of|in|await|yield)$/;

export function findRegexLiterals(code: string): RegexLiteral[] {
  const found: RegexLiteral[] = [];
  /** Depth of braces at which each open template goes on. */
  const templates: number[] = [];
  let depth = 0;
  let before = '';
  for (let at = 0; at < code.length; ) {
    const skipped = matchAt(COMMENT, code, at);
    if (skipped !== null) {
      at += skipped[0].length;
      continue;
    }
    const text = matchAt(STRING, code, at);
    const character = code[at] ?? '';
    const mayBeRegex = character === '/' && (!VALUE_END.test(before) || KEYWORD_END.test(before));
    const regex = mayBeRegex ? matchAt(REGEX, code, at) : null;
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    const isTemplate = character === '`' || (character === '}' && templates.at(-1) === depth);
    if (isTemplate) {
      if (character === '}') templates.pop();
      const end = templateEnd(code, at + 1);
      if (code[end] === '{') {
        templates.push(depth);
        depth += 1;
      }
      at = end + 1;
      before = code[end] === '{' ? '{' : ')';
      continue;
    }
    if (regex !== null) {
      const line = code.slice(0, at).split('\n').length;
      found.push({ source: regex[1] ?? '', flags: regex[2] ?? '', line });
    }
    const token = text?.[0] ?? regex?.[0] ?? character;
    at += token.length;
    if (text !== null || regex !== null) before = ')';
    else if (token.trim() !== '') before = (before + token).slice(-12);
  }
  return found;
}

/** The closing backquote, or the brace of the next `${`. */
function templateEnd(code: string, from: number): number {
  for (let at = from; at < code.length; at += 1) {
    if (code[at] === '\\') at += 1;
    else if (code[at] === '`') return at;
    else if (code[at] === '$' && code[at + 1] === '{') return at + 1;
  }
  return code.length;
}

function matchAt(pattern: RegExp, code: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(code);
}
