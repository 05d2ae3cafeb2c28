import type { Tx } from '../database/connection.ts';
import { maskPersonalNumbers } from '../kernel/free-text.ts';
import { formatDay } from '../kernel/locale.ts';
import { escapeMrkdwn, mrkdwn } from '../kernel/message.ts';
import { membersById, membersCalled } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import { mention } from '../slack/blocks.ts';
import type { Visit } from '../slack/capability.ts';
import { valuesOf } from './cadence.form.ts';
import type { Cadence } from './cadence.ts';
import { cadenceWords } from './cadence.view.ts';
import { isControl } from './control.data.ts';
import { parseDuty, type SaidDuty, type Who } from './duty.parse.ts';
import { formText } from './form.text.ts';

/** What a line in plain words puts into the form, and what is said above it. */
export type HeardDuty = {
  readonly values: Record<string, string | readonly string[]>;
  readonly notes: readonly string[];
  /** Something was said that the short form does not show. */
  readonly more: boolean;
};

type Found = { readonly id: string } | { readonly note: string };

/** Reads a line, finds who is named in it, and words what was understood and what not. */
export async function hearDuty(tx: Tx, visit: Visit, line: string, today: string): Promise<HeardDuty> {
  const { locale } = visit.reader;
  const said = parseDuty(line, today);
  const notes: string[] = [];
  const say = (key: keyof typeof formText.en & string, values: Parameters<typeof mrkdwn>[3]) =>
    mrkdwn(formText, locale, key, values);
  const people: Record<string, string> = {};
  for (const part of ['owner', 'deputy', 'checker'] as const) {
    const who = said[part];
    if (!who) continue;
    const found = await personNamed(tx, visit, who);
    if ('id' in found) people[part] = found.id;
    else notes.push(found.note);
  }
  const { cadence } = said;
  const from = said.from ?? today;
  const whole: Cadence | undefined =
    cadence && (cadence.kind === 'rule' || cadence.kind === 'workday' ? { ...cadence, from } : cadence);
  const known = said.controls.filter(isControl);
  const understood = [
    ...(whole ? [escapeMrkdwn(cadenceWords(whole, locale, visit.now()))] : []),
    ...(said.from ? [escapeMrkdwn(formatDay(said.from, locale, visit.now()))] : []),
    ...[said.titleZh, said.titleEn]
      .filter(Boolean)
      .map((title) => `“${escapeMrkdwn(maskPersonalNumbers(title, locale))}”`),
    ...Object.values(people).map((id) => mention(id).markup),
    ...known,
  ];
  if (understood.length > 0) notes.unshift(say('heard.title', { what: { markup: understood.join(' · ') } }));
  if (whole && said.assumed)
    notes.push(say('heard.assumed', { often: cadenceWords(whole, locale, visit.now()) }));
  if (!whole)
    notes.push(said.unsure ? say('heard.unsure', { phrase: said.unsure }) : say('heard.nothing', {}));
  for (const hour of said.clock) notes.push(say('heard.clock', { hour }));
  for (const id of said.controls) if (!isControl(id)) notes.push(say('heard.control', { id }));
  for (const who of said.others) {
    const markup = 'id' in who ? mention(who.id) : { markup: escapeMrkdwn(`@${who.name}`) };
    notes.push(say('heard.others', { who: markup }));
  }
  return {
    values: {
      ...(whole ? valuesOf(whole) : {}),
      ...(said.off ? { off: said.off } : {}),
      titleEn: said.titleEn,
      titleZh: said.titleZh,
      ...people,
      ...figures(said),
      controls: known,
    },
    notes,
    more: people.deputy !== undefined || known.length > 0 || Object.keys(figures(said)).length > 0,
  };
}

function figures({ leadDays, toleranceDays }: SaidDuty): Record<string, string> {
  return {
    ...(leadDays === undefined ? {} : { leadDays: String(leadDays) }),
    ...(toleranceDays === undefined ? {} : { toleranceDays: String(toleranceDays) }),
  };
}

/** Somebody by id, or the one employee who is called so. */
async function personNamed(tx: Tx, { tenant, reader }: Visit, who: Who): Promise<Found> {
  if ('id' in who) return { id: who.id };
  const ids = await membersCalled(tx, tenant, who.name);
  const here = [...(await membersById(tx, tenant, ids)).values()].filter(isEmployee);
  const [only, other] = here;
  if (only && !other) return { id: only.id };
  const key = other ? 'heard.several' : 'heard.nobody';
  return {
    note: mrkdwn(formText, reader.locale, key, { name: maskPersonalNumbers(who.name, reader.locale) }),
  };
}
