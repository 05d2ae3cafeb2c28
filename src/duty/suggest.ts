import type { Locale } from '../kernel/locale.ts';
import type { Cadence } from './cadence.ts';
import { chapterOf } from './control.data.ts';
import { type DutyInput, dutyInput } from './duty.ts';
import { asksOf } from './meeting.ts';
import type { Office } from './office.ts';
import { startingSet } from './starting-set.data.ts';
import { lawOf, startingSetText } from './starting-set.text.ts';
import type { Post, Template, Unit, Wanted } from './template.ts';

/** Who holds which post, as the officer has said so far. */
export type Posts = Readonly<Partial<Record<Post, string>>>;

/** Whom a suggestion can fall to: the posts, and who holds a role where a post has nobody. */
export type Staff = {
  readonly posts: Posts;
  readonly officers: readonly string[];
  readonly admins: readonly string[];
  readonly auditors: readonly string[];
  /** Who owns data sets, who owns most of them first; and whom others report to, who has most of them first. */
  readonly owners: readonly string[];
  readonly managers: readonly string[];
};

/** Who has a post: who was named for it, else who holds its role, else the officer. Null where there is none of them. */
export function personOf(post: Post, staff: Staff): string | null {
  const byRole =
    post === 'it' ? staff.admins[0] : post === 'audit' ? (staff.auditors[0] ?? staff.admins[0]) : undefined;
  return staff.posts[post] ?? byRole ?? staff.officers[0] ?? staff.admins[0] ?? null;
}

/**
 * Owner and checker of a suggestion. Where one person holds both posts somebody else with a role checks; where nobody else does, nobody
 * (`alone`).
 */
export function whoFor(
  { owner: post, checker: second }: Pick<Template, 'owner' | 'checker'>,
  staff: Staff,
): { owner: string | null; checker: string | null; alone: boolean } {
  const owner = personOf(post, staff);
  if (second === null) return { owner, checker: null, alone: false };
  const meant = personOf(second, staff);
  const others = [meant, ...staff.officers, ...staff.auditors, ...staff.admins];
  const checker = others.find((one) => one !== null && one !== owner) ?? null;
  return { owner, checker, alone: checker === null };
}

/** As many as sit round a table; whoever else is to come is added by hand. */
const mostGuests = 20;

/** Who comes to a suggested meeting beside its owner: posts first, each person once. */
export function guestsFor(
  { guests }: Pick<Template, 'guests'>,
  staff: Staff,
  owner: string | null,
): readonly string[] {
  const some = guests.flatMap((guest) =>
    guest === 'owners' || guest === 'managers' ? staff[guest] : (personOf(guest, staff) ?? []),
  );
  return [...new Set(some)].filter((one) => one !== owner).slice(0, mostGuests);
}

const word = (locale: Locale, key: string): string =>
  (startingSetText[locale] as Readonly<Record<string, string>>)[key] ?? key;

export function titleOf(template: Pick<Template, 'code'>, locale: Locale): string {
  return word(locale, template.code);
}

export function postName(post: Post, locale: Locale): string {
  return word(locale, `post.${post}`);
}

/** What a suggestion asks for, in words. */
export function askedFor({ code, kind, asks }: Template, locale: Locale): string[] {
  const own = asks.map((ask) => word(locale, labelKey(code, ask)));
  return [...asksOf({ kind, participants: [], asks: [] }).map((ask) => ask[locale]), ...own];
}

function labelKey(code: string, ask: Wanted): string {
  return 'shared' in ask ? `ask.${ask.key}` : `${code}.${ask.key}`;
}

/** A unit of the set in both languages; the Chinese one where it is another word. */
function unitWords(unit: Unit): { unit: string; unitZh?: string } {
  const [en, zh] = [word('en', `unit.${unit}`), word('zh', `unit.${unit}`)];
  return { unit: en, ...(zh === en ? {} : { unitZh: zh }) };
}

/** A suggestion as a duty of somebody: its words are copied, so that changing them changes this firm's duty alone. */
export function dutyFrom(
  template: Template,
  of: {
    owner: string;
    checker: string | null;
    deputy?: string | null;
    participants?: readonly string[];
    office: Office;
    from: string;
    cadence?: Cadence;
  },
): DutyInput {
  const { code, rhythm } = template;
  const both = (key: string) => ({ en: word('en', key), zh: word('zh', key) });
  return dutyInput.parse({
    ...{ titleEn: word('en', code), titleZh: word('zh', code), kind: template.kind },
    why: { controls: [...template.controls], law: lawOf[code] ?? null },
    ...{ owner: of.owner, deputy: of.deputy ?? null, checker: of.checker, office: of.office },
    participants: [...(of.participants ?? [])],
    cadence: of.cadence ?? (rhythm.kind === 'after' ? rhythm : { ...rhythm, from: of.from }),
    ...{ leadDays: template.leadDays, toleranceDays: template.toleranceDays },
    asks: template.asks.map((ask) => ({
      ...{ key: ask.key, kind: ask.kind, ...both(labelKey(code, ask)), needed: ask.needed },
      ...('unit' in ask && ask.unit ? unitWords(ask.unit) : {}),
      ...(ask.kind === 'number' ? { min: 0, ...(ask.unit === 'percent' ? { max: 100 } : {}) } : {}),
      ...('items' in ask
        ? { options: Array.from({ length: ask.items }, (_, n) => both(`${code}.${ask.key}.${n + 1}`)) }
        : {}),
    })),
    ladder: [
      { to: 'deputy', afterWorkingHours: 0 },
      { to: 'manager', afterWorkingHours: 16 },
      { to: 'officer', afterWorkingHours: 40 },
    ],
    ...{ interim: template.interim ? template.controls[0] : null, template: code, action: null },
  });
}

/** The suggestions that belong to a chapter by their first control. */
export function suggestedFor(chapter: string): readonly Template[] {
  return startingSet.filter(
    ({ controls }) => controls[0] !== undefined && chapterOf(controls[0]) === chapter,
  );
}
