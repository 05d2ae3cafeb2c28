import { caseAmong } from '../catalog/case.store.ts';
import { nameOf } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import { isRefusal, type Refusal } from '../kernel/decision.ts';
import { type FreeText, maskPersonalNumbers } from '../kernel/free-text.ts';
import { formatMoment } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import { companySchedule } from '../people/company.ts';
import { isEmployee } from '../people/member.ts';
import { scheduleOf } from '../people/schedule.store.ts';
import { actions, button, clip, context, listed, mention, section } from '../slack/blocks.ts';
import type { ActionHandler, Answer, Blocks, Visit } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { parseAsk } from './ask.parse.ts';
import { openAsk, setNamed } from './ask.slack.ts';
import { loadAsk } from './ask.store.ts';
import { ask } from './ask.ts';
import { worded } from './case.field.ts';
import { lookText } from './look.text.ts';
import { usualLine } from './meanwhile.view.ts';
import { meant } from './said.ts';
import { hoursNamed, type Length } from './span.ts';
import { spanWords } from './span.view.ts';
import { usualWait } from './usual.store.ts';

export const checkAct = 'access.check.ask';

/**
 * `/access check client-files 4h C-2026-0412`: what would come of a request, asked of the same decider with the same state, and written
 * nowhere. What was not said is taken as the form would: for now, for the usual length, with whatever sentence the policy asks for.
 */
export async function runCheck(visit: Visit, words: string): Promise<Answer> {
  const { tenant, reader } = visit;
  const { locale, id: by } = reader;
  if (!isEmployee(visit.member))
    return { kind: 'say', text: plain(accessText, locale, 'access.employeesOnly') };
  const { data, start, length, ...said } = parseAsk(words);
  const now = visit.now();
  return visit.read(async (tx): Promise<Answer> => {
    const dataSet = data ? await setNamed(tx, visit, data) : undefined;
    if (!dataSet) return { kind: 'say', text: plain(lookText, locale, 'check.noData') };
    const caseNumber = said.caseNumber ?? (await caseAmong(tx, tenant, by, data));
    const schedule = await scheduleOf(tx, tenant, by);
    const times = meant({ start, length }, now, schedule, dataSet.longestHours);
    const wish = {
      id: '',
      by,
      dataSet: dataSet.id,
      caseNumber: caseNumber ?? '',
      purpose: dataSet.purposes[0] ?? 'client_request',
      reason: '—' as FreeText,
      start: times.start ?? ({ kind: 'now' } as const),
      length: times.length ?? usual(dataSet),
      acknowledged: true,
    };
    const state = await loadAsk(tx, tenant, wish, locale);
    const trial = ask(wish)(caseNumber ? state : { ...state, case: 'no_register' }, now);
    const what = mrkdwn(lookText, locale, 'check.what', {
      data: nameOf(dataSet, locale),
      length: spanWords(
        { ...wish, hours: hoursNamed(wish.length) ?? dataSet.longestHours, createdAt: now },
        reader,
      ),
      case: caseNumber ?? plain(lookText, locale, 'check.anyCase'),
    });
    const verdict = isRefusal(trial)
      ? mrkdwn(lookText, locale, 'check.refused', { why: { markup: sentence(trial, visit) } })
      : plain(lookText, locale, 'check.fine');
    const lapses = isRefusal(trial) ? undefined : trial.next.lapsesAt;
    const wait = await usualWait(tx, tenant, dataSet.id, now);
    const blocks: Blocks = [
      section(`${what}\n${verdict}`),
      ...(state.deciders.people.length > 0 ? [section(whoDecides(state.deciders, visit))] : []),
      ...lines([
        wait === undefined
          ? undefined
          : usualLine(wait, companySchedule(await companyOf(tx, tenant)), reader),
        lapses && plain(lookText, locale, 'check.lapses', { when: formatMoment(lapses, reader, now) }),
        dataSet.reasonNeeded ? plain(lookText, locale, 'check.reason') : undefined,
        plain(lookText, locale, 'check.nothing'),
      ]),
      ...(isRefusal(trial)
        ? []
        : [
            actions(
              'check',
              button({
                id: checkAct,
                text: plain(lookText, locale, 'check.ask'),
                value: clip(maskPersonalNumbers(words, locale), 500),
                style: 'primary',
              }),
            ),
          ]),
    ];
    return { kind: 'say', text: what, blocks };
  });
}

/** "Ask for it": the form with what was checked. */
export const onCheckAsk: ActionHandler = (visit, { value }) => openAsk(visit, value);

function usual({ longestHours }: DataSet): Length {
  return { kind: 'hours', hours: Math.min(4, longestHours) };
}

function whoDecides(
  { people, road }: { people: readonly string[]; road: string },
  { reader }: Visit,
): string {
  const who = listed(people.slice(0, 10).map(mention), reader.locale, 'disjunction');
  const key = road === 'privacy_officer' ? 'check.officer' : 'check.decides';
  return mrkdwn(lookText, reader.locale, key, { who, count: people.length });
}

function sentence(refusal: Refusal<keyof typeof accessText.en & string>, visit: Visit): string {
  const { refused } = worded(refusal, visit);
  return mrkdwn(accessText, visit.reader.locale, refused.key, refused.values);
}

function lines(some: readonly (string | undefined)[]): Blocks {
  return [context(...some.filter((one) => one !== undefined))];
}
