import { mrkdwn } from '../kernel/message.ts';
import type { ActionHandler, Answer, CommandHandler, Visit } from '../slack/capability.ts';
import { dropCalendar, renewCalendar } from './calendar.job.ts';
import { linkOf, tokenOf } from './calendar.store.ts';
import { calendarText } from './calendar.text.ts';
import { calendarAct, calendarView } from './calendar.view.ts';

/** `/duty calendar`: one's own link, or the way to one. */
export const runCalendar: CommandHandler = (visit) => show(visit, 'open');

export const calendarActions: Readonly<Record<string, ActionHandler>> = {
  [calendarAct.open]: (visit, { view }) => show(visit, view ? 'replace' : 'open'),
  [calendarAct.renew]: async (visit) => {
    if (!visit.url) return noAddress(visit);
    const outcome = await renewCalendar(visit);
    return outcome.kind === 'refused' ? refused(visit, outcome.refused.key) : show(visit, 'replace');
  },
  [calendarAct.off]: async (visit) => {
    const outcome = await dropCalendar(visit);
    return outcome.kind === 'refused' ? refused(visit, outcome.refused.key) : show(visit, 'replace');
  },
};

async function show(visit: Visit, kind: 'open' | 'replace'): Promise<Answer> {
  const { tenant, reader, url } = visit;
  if (!url) return noAddress(visit);
  const token = await visit.read(async (tx) => {
    const link = await linkOf(tx, tenant, reader.id);
    return link && tokenOf(tx, tenant, link);
  });
  return { kind, view: calendarView(reader, token && `${url}/calendar/${token}.ics`) };
}

function noAddress({ reader }: Visit): Answer {
  return { kind: 'say', text: mrkdwn(calendarText, reader.locale, 'calendar.noAddress') };
}

function refused({ reader }: Visit, key: 'calendar.notEmployee' | 'calendar.none'): Answer {
  return { kind: 'say', text: mrkdwn(calendarText, reader.locale, key) };
}
