import { formatDay, type Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import type { Schedule } from '../people/working-time.ts';
import { cadenceFrom, type Values } from './cadence.form.ts';
import { cadenceFault, cadenceInput, cadenceRemark, nextOn, plusDays } from './cadence.ts';
import { cadenceWords } from './cadence.view.ts';
import { dutyText } from './duty.text.ts';
import { formText } from './form.text.ts';
import { dayOf } from './plan.ts';

const shown = 3;

/**
 * The next three dates of what was chosen, or why there are none: what the rules would say when it is sent. With a remark where it comes
 * less often than whoever chose it may think.
 */
export function previewWords(values: Values, schedule: Schedule, locale: Locale, now: Date): string {
  const dates = datesWords(values, schedule, locale, now);
  const chosen = cadenceFrom(values, dayOf(now, schedule.tz));
  const parsed = 'cadence' in chosen ? cadenceInput.safeParse(chosen.cadence) : undefined;
  const remark = parsed?.success && !cadenceFault(parsed.data) ? cadenceRemark(parsed.data) : null;
  return remark ? `${dates}\n${plain(formText, locale, `preview.${remark}`)}` : dates;
}

function datesWords(values: Values, schedule: Schedule, locale: Locale, now: Date): string {
  const today = dayOf(now, schedule.tz);
  const chosen = cadenceFrom(values, today);
  const parsed = 'cadence' in chosen ? cadenceInput.safeParse(chosen.cadence) : undefined;
  if (!parsed) return plain(formText, locale, 'preview.choose');
  if (!parsed.success) {
    const key = parsed.error.issues[0]?.message ?? '';
    return Object.hasOwn(dutyText.en, key)
      ? plain(dutyText, locale, key as 'duty.nth')
      : plain(formText, locale, 'preview.choose');
  }
  const cadence = parsed.data;
  const fault = cadenceFault(cadence);
  if (fault) return plain(dutyText, locale, fault);
  if (cadence.kind === 'after') {
    const often = cadenceWords(cadence, locale, now);
    return plain(formText, locale, 'preview.after', { often });
  }
  const dates: string[] = [];
  let year: number | undefined;
  for (let after = plusDays(today, -1); dates.length < shown; ) {
    const next = nextOn(cadence, after, schedule);
    if (next === null) break;
    if (typeof next !== 'string') {
      year = next.unknownYear;
      break;
    }
    dates.push(next);
    after = next;
  }
  if (dates.length === 0 && year === undefined)
    return plain(dutyText, locale, cadence.kind === 'once' ? 'duty.past' : 'duty.never');
  const words = dates.map((day) => formatDay(day, locale, now)).join(locale === 'zh' ? '、' : ', ');
  if (year !== undefined) {
    const key = dates.length > 0 ? 'preview.held' : 'preview.heldAll';
    return plain(formText, locale, key, { dates: words, year: String(year) });
  }
  return plain(formText, locale, cadence.kind === 'once' ? 'preview.one' : 'preview.dates', { dates: words });
}
