import type { Tx } from '../database/connection.ts';
import { formatDay, formatHours, formatMoment, inZone, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import { companySchedule } from '../people/company.ts';
import { scheduleOf } from '../people/schedule.store.ts';
import type { Schedule } from '../people/working-time.ts';
import { context, listed, mention } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import type { File } from './card.view.ts';
import { meanwhileText } from './meanwhile.text.ts';
import { type Presence, presenceOf } from './presence.ts';
import { minutesOfDay } from './span.ts';
import { workWords } from './span.view.ts';
import { usualWait } from './usual.store.ts';

/** A phone shows the line whole. */
const mostNames = 3;
/** Of a large group the first few are looked at. */
const mostLookedAt = 10;

/** Under a request that waits: how long an answer usually takes, and who is there to give it. Empty where neither can be said. */
export async function meanwhile(
  tx: Tx,
  tenant: string,
  file: File,
  reader: Reader,
  now: Date,
): Promise<Blocks> {
  const { request, dataSet, approvers, away } = file;
  const asked = [...new Set([...approvers, ...(request.road === 'approver' ? away : [])])]
    .filter((id) => id !== request.requester)
    .slice(0, mostLookedAt);
  const [company, minutes] = await Promise.all([
    companyOf(tx, tenant),
    usualWait(tx, tenant, dataSet.id, now),
  ]);
  const people = await Promise.all(
    asked.map(async (id) => ({ id, schedule: await scheduleOf(tx, tenant, id, company) })),
  );
  const lines = [
    ...(minutes === undefined ? [] : [usualLine(minutes, companySchedule(company), reader)]),
    ...presenceLine(presenceOf(people, now, reader.tz, mostNames), reader, now),
  ];
  return lines.length === 0 ? [] : [context(lines.join('\n'))];
}

/** `Usually answered in 12 minutes.` */
export function usualLine(minutes: number, company: Schedule, reader: Reader): string {
  return plain(meanwhileText, reader.locale, 'usual.wait', { length: usualWords(minutes, company, reader) });
}

/** Minutes below an hour, hours of work below two working days, then working days. */
function usualWords(minutes: number, company: Schedule, reader: Reader): string {
  if (minutes < 60) return formatHours(minutes / 60, reader.locale);
  const day = minutesOfDay(company);
  const rounded = minutes < 2 * day ? Math.round(minutes / 60) : (Math.round(minutes / day) * day) / 60;
  return workWords(rounded, company, reader);
}

/** Who is there, and who is back when. It names the day: a card stays on the screen for days. */
export function presenceLine({ here, back }: Presence, reader: Reader, now: Date): string[] {
  const { locale, tz } = reader;
  const day = formatDay(inZone(now, tz).toFormat('yyyy-MM-dd'), locale, now);
  const parts = back.map(({ id, at }) =>
    mrkdwn(meanwhileText, locale, 'presence.back', {
      who: mention(id),
      when: formatMoment(at, reader, now),
    }),
  );
  if (here.length > 0)
    parts.unshift(
      mrkdwn(meanwhileText, locale, 'presence.here', { day, whom: listed(here.map(mention), locale) }),
    );
  return parts.length === 0 ? [] : [parts.join(locale === 'zh' ? '；' : '; ')];
}
