import { distance } from 'fastest-levenshtein';
import { finds } from '../kernel/search.ts';

/** Longest line that is compared letter by letter. */
const mostCompared = 60;
/** So much of what was typed may differ from a title that is offered for it. */
const mostWrong = 0.4;

/**
 * How near the titles of something are to words that found nothing: 0 where a word of them is in a title, else the part of what was typed
 * that differs from the likest piece of a title. Null: not near.
 */
export function nearness(titles: readonly string[], words: readonly string[]): number | null {
  if (titles.some((title) => words.some((word) => word.length > 1 && finds(title, word)))) return 0;
  const typed = [...words.join(' ').slice(0, mostCompared)];
  if (typed.length < 2) return null;
  const wrong = Math.min(...titles.map((title) => likest(title, typed)));
  return wrong / typed.length <= mostWrong ? wrong / typed.length : null;
}

/** The fewest letters that differ between what was typed and a piece of the title of the same length. */
function likest(title: string, typed: readonly string[]): number {
  const letters = [...title.normalize('NFKC').toLowerCase()];
  let least = typed.length;
  for (let at = 0; at === 0 || at + typed.length <= letters.length; at += 1)
    least = Math.min(least, distance(letters.slice(at, at + typed.length).join(''), typed.join('')));
  return least;
}
