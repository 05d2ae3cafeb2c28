import type { Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { fieldErrors } from '../slack/form.ts';
import { slackText } from '../slack/slack.text.ts';
import { parseAsks } from './asks.parse.ts';
import { cadenceFrom, howOf, mainField, type Values } from './cadence.form.ts';
import { dutyText } from './duty.text.ts';
import { type Duty, type DutyInput, dutyInput } from './duty.ts';
import { ladderOf, officeValue } from './form.view.ts';
import { usualLadder } from './ladder.view.ts';
import type { Office } from './office.ts';

/** How long before its date a duty opens where nobody said: a day's work a day, a year's in time to prepare it. */
export function leadDaysFor(values: Values): number {
  if (typeof values.leadDays === 'string' && values.leadDays !== '') return Number(values.leadDays);
  const { every, months } = values;
  switch (howOf(values.how)) {
    case 'workdays':
    case 'daily':
    case 'weekly':
    case 'after':
      return 0;
    case 'once':
      return 3;
    case 'yearly':
      return 10;
    case 'workday':
      return every === 'year' ? 10 : every === 'quarter' ? 5 : 3;
    default:
      return Number(months ?? 1) > 1 ? 5 : 3;
  }
}

/** Where the fields of the rule's input stand in the form, where they are called otherwise there. */
const inForm: Readonly<Record<string, string>> = { why: 'law' };

/** What the form says, as the rule takes it; or what is wrong, under its field. */
export function inputFrom(
  values: Values,
  from: { today: string; offices: readonly Office[]; duty: Duty | undefined; locale: Locale; more: boolean },
): { input: DutyInput; mainField: string } | { errors: Record<string, string> } {
  const { locale, duty } = from;
  const field = mainField[howOf(values.how)];
  const errors: Record<string, string> = {};
  const [titleEn, titleZh] = [line(values.titleEn), line(values.titleZh)];
  if (titleEn + titleZh === '')
    errors[locale === 'zh' ? 'titleZh' : 'titleEn'] = plain(dutyText, locale, 'duty.titleMissing');
  const cadence = cadenceFrom(values, from.today);
  if ('missing' in cadence) errors[cadence.missing] = plain(slackText, locale, 'field.missing');
  const asked = parseAsks(line(values.asks), duty?.asks);
  if ('fault' in asked) {
    const why = plain(dutyText, locale, asked.fault);
    errors.asks = plain(dutyText, locale, 'duty.askLine', { line: asked.line, why });
  }
  const chosen = [values.ladder ?? []].flat();
  const ladder = from.more
    ? ladderOf(duty?.ladder ?? usualLadder).filter(({ to }) => chosen.includes(to))
    : (duty?.ladder ?? usualLadder);
  const office = from.offices.find((one) => officeValue(one) === values.office) ?? from.offices[0];
  const participants = [values.participants ?? duty?.participants ?? []].flat();
  const plainKind = 'cadence' in cadence && cadence.cadence.kind === 'after' ? 'event' : 'recurring';
  const kind = participants.length > 0 ? 'meeting' : plainKind;
  const parsed = dutyInput.safeParse({
    titleEn: titleEn || titleZh,
    titleZh: titleZh || titleEn,
    kind: duty && duty.kind !== 'recurring' && duty.kind !== 'event' ? duty.kind : kind,
    why: { controls: [values.controls ?? []].flat(), law: line(values.law) || null },
    owner: line(values.owner),
    deputy: line(values.deputy) || null,
    checker: line(values.checker) || null,
    participants,
    office,
    cadence: 'cadence' in cadence ? cadence.cadence : undefined,
    leadDays: figure(values.leadDays) ?? leadDaysFor(values),
    toleranceDays: figure(values.toleranceDays) ?? 0,
    asks: 'asks' in asked ? asked.asks : [],
    ladder,
    interim: duty?.interim ?? null,
    template: duty?.template ?? null,
    action: duty?.action ?? null,
  });
  if (parsed.success && Object.keys(errors).length === 0) return { input: parsed.data, mainField: field };
  const wrong = parsed.success ? {} : fieldErrors(dutyText, locale, parsed.error);
  for (const [name, sentence] of Object.entries(wrong)) {
    if (name === 'cadence' && 'missing' in cadence) continue;
    if (name.startsWith('title') && titleEn + titleZh === '') continue;
    const at = name === 'cadence' ? field : (inForm[name] ?? name);
    // The other title is a copy of the one that was typed.
    const copied = (at === 'titleEn' && titleEn === '') || (at === 'titleZh' && titleZh === '');
    const placed = copied ? (titleEn === '' ? 'titleZh' : 'titleEn') : at;
    errors[placed] ??= sentence;
  }
  return { errors };
}

function line(value: Values[string]): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** `３` and `3 天` are 3; whatever is no number goes to the rule as it is, which says so. */
function figure(value: Values[string]): string | undefined {
  const typed = line(value).normalize('NFKC');
  if (typed === '') return undefined;
  return /^(\d{1,4})\s*(?:天|个?工作日|d|days?|working days?)?$/iu.exec(typed)?.[1] ?? typed;
}
