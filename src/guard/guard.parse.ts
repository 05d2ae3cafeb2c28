import { foldWord } from '../slack/words.ts';

const on: ReadonlySet<string> = new Set(['on', 'yes', '开', '打开', '开启', '开通']);
const off: ReadonlySet<string> = new Set(['off', 'no', '关', '关闭', '关掉', '停用']);

/** Whether a line asks for on or off; undefined: neither. */
export function switchedTo(line: string): boolean | undefined {
  const word = foldWord(line).trim();
  return on.has(word) ? true : off.has(word) ? false : undefined;
}
