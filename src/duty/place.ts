import { z } from 'zod';
import { type Lens, lenses } from './overview.ts';

/** Where in the lists somebody is, as a modal carries it along: so that a form that took its place leads back. */
export type Place = {
  readonly list: 'mine' | 'rules' | 'history' | 'found' | 'overview' | 'meetings' | 'actions';
  readonly page: number;
  /** History of one duty, or of everything of a person; of the reader's own where both are absent. */
  readonly duty?: string | undefined;
  readonly person?: string | undefined;
  /** Of what was found: the words, and whether its history was asked for. */
  readonly words?: string | undefined;
  readonly history?: boolean | undefined;
  /** Rules of everybody, for who leads. */
  readonly all?: boolean | undefined;
  /** What of the overview is looked at. */
  readonly lens?: Lens | undefined;
  /** Which of the corrective actions. */
  readonly actions?: 'open' | 'check' | 'closed' | undefined;
};

const carried = z.object({
  list: z.enum(['mine', 'rules', 'history', 'found', 'overview', 'meetings', 'actions']),
  page: z.int().min(0).max(100_000),
  duty: z.string().max(60).optional(),
  person: z.string().max(30).optional(),
  words: z.string().max(80).optional(),
  history: z.boolean().optional(),
  all: z.boolean().optional(),
  lens: z.enum(lenses).optional(),
  actions: z.enum(['open', 'check', 'closed']).optional(),
});

export const mine: Place = { list: 'mine', page: 0 };

/** Reads a place back; undefined where there is none: the form opened by itself. */
export function placeFrom(metadata: string | undefined): Place | undefined {
  return carried.safeParse(jsonIn(metadata).place).data;
}

/** What a modal is about, beside where it leads back to. */
export function subjectFrom(metadata: string | undefined): string {
  const { subject } = jsonIn(metadata);
  return typeof subject === 'string' ? subject : '';
}

export function carry(subject: string, place: Place | undefined): string {
  return JSON.stringify({ subject, ...(place ? { place } : {}) });
}

function jsonIn(metadata: string | undefined): { place?: unknown; subject?: unknown } {
  try {
    const held: unknown = JSON.parse(metadata ?? '');
    return typeof held === 'object' && held !== null ? held : {};
  } catch {
    return {};
  }
}
