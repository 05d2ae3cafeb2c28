import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** How pictures call the font. */
export const fontFamily = 'Noto Sans SC Variable';

const folder = dirname(
  createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/package.json'),
);

type Piece = { readonly file: string; readonly holds: (codePoint: number) => boolean };
let pieces: Promise<readonly Piece[]> | undefined;

/**
 * TrueType fonts that hold every character of a text, at one weight: cut out of the web font, which comes in a hundred pieces that
 * programs outside of a browser cannot read. Characters that no piece has are left out.
 */
export async function fontsFor(text: string, weight = 400): Promise<Buffer[]> {
  pieces ??= readPieces();
  // Only where a picture is drawn: it brings a font shaper along.
  const { default: subsetFont } = await import('subset-font');
  const wanted = new Map<string, string>();
  const known = await pieces;
  for (const character of new Set(text)) {
    const codePoint = character.codePointAt(0) ?? 0;
    const piece = known.find(({ holds }) => holds(codePoint));
    if (piece) wanted.set(piece.file, (wanted.get(piece.file) ?? '') + character);
  }
  return Promise.all(
    [...wanted].map(async ([file, characters]) =>
      subsetFont(await readFile(join(folder, 'files', file)), characters, {
        targetFormat: 'truetype',
        variationAxes: { wght: weight },
      }),
    ),
  );
}

/** Which piece has which characters: `"[4]": "U+1f1e9-1f1f5,U+1f232"`. */
async function readPieces(): Promise<readonly Piece[]> {
  const ranges = JSON.parse(await readFile(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>;
  return Object.entries(ranges).map(([name, list]) => {
    const spans = list.split(',').map((span) => {
      const [from = '', to = from] = span.replace('U+', '').split('-');
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
    });
    return {
      file: `noto-sans-sc-${name.replaceAll(/[[\]]/g, '')}-wght-normal.woff2`,
      holds: (codePoint) => spans.some(([from, to]) => codePoint >= from && codePoint <= to),
    };
  });
}
