import { lasting } from './lasting.data.ts';
import { standIns } from './stand-in.data.ts';
import type { Template } from './template.ts';

/** Everything suggested, in the order of the programme. */
export const startingSet: readonly Template[] = [...lasting, ...standIns].toSorted(
  (a, b) => place(a) - place(b) || (a.code < b.code ? -1 : 1),
);

/** Chapters count in hundreds; what the firm promises its clients comes last. */
function place({ controls }: Template): number {
  const [chapter = '', measure = ''] = (controls[0] ?? '').split('.');
  return (chapter === 'F' ? 99 : Number(chapter)) * 100 + Number(measure);
}

const byCode: ReadonlyMap<string, Template> = new Map(startingSet.map((one) => [one.code, one]));

export function templateOf(code: string): Template | undefined {
  return byCode.get(code);
}
