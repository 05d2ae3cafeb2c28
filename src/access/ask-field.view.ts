import { catalogText } from '../catalog/data-set.text.ts';
import { type DataSet, type PurposeKind, purposeKinds } from '../catalog/data-set.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { nextWorking, type Schedule } from '../people/working-time.ts';
import { context, field, listed, mention, option, plainText, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { act } from './button.view.ts';
import type { Request } from './request.ts';
import { hoursNamed, inSeconds, type Length, lengthValue, type Start, startValue } from './span.ts';
import { lengthChoice, startChoice, workWords } from './span.view.ts';

/** What stands in the form already. `choosing`: a moment is being picked. */
export type Draft = {
  dataSet?: DataSet | undefined;
  caseNumber?: string | undefined;
  purpose?: string | undefined;
  reason?: string | undefined;
  /** Fingerprints of business numbers in `reason` that were vouched for when it was sent first. */
  vouched?: readonly string[] | undefined;
  length?: Length | undefined;
  start?: Start | undefined;
  choosing?: boolean | undefined;
};

/** What the form knows beside what stands in it. */
export type Around = {
  now: Date;
  schedule: Schedule;
  company: Schedule;
  /** The last request of this person: for the chosen data set, else for any. */
  last?: { request: Request; dataSet: DataSet } | undefined;
  /** When access of theirs to the same data for the same case ends, so that the new one can follow on. */
  follows?: Date | undefined;
  /** Whether the firm keeps a register of cases, to pick from. */
  keepsCases?: boolean;
  /** Set where nobody could decide: whom to ask, the admins, who appoint privacy officers. */
  undecided?: readonly string[] | undefined;
  /** Grows with every drawing that fills fields in: Slack keeps what stands under an action id. */
  drawn?: number;
};

const usualHours = [1, 2, 4, 8, 24, 72, 168, 336, 720];

/** The lengths a data set allows: the usual hours up to its longest grant, and that one; ends of the calendar. */
function lengthsFor(dataSet: Pick<DataSet, 'longestHours'> | undefined): Length[] {
  const longest = dataSet?.longestHours ?? 24;
  const hours = [...new Set([...usualHours.filter((some) => some < longest), longest])];
  return [
    ...hours.map((some): Length => ({ kind: 'hours', hours: some })),
    { kind: 'day' },
    ...(longest >= 24 ? ([{ kind: 'week' }, { kind: 'case' }] as const) : []),
  ];
}

/** What the data set's policy says of a request, and, where nobody could decide, whom to ask to change that. */
export function rules(set: DataSet, { locale }: Reader, { company, undecided }: Around): Blocks {
  const lines: Blocks = [
    context(
      plain(accessText, locale, 'form.rules', {
        class: plain(catalogText, locale, `class.${set.classification}`),
        personal: plain(catalogText, locale, `personal.${set.personal}`),
        wait: workWords(set.pendingHours, company, { id: '', locale, tz: '' }),
      }),
    ),
  ];
  if (undecided) {
    const admins = listed(undecided.slice(0, 5).map(mention), locale, 'disjunction');
    lines.push(section(mrkdwn(accessText, locale, 'form.undecided', { admins })));
  }
  return lines;
}

export function lengthField(reader: Reader, draft: Draft, around: Around, actionId: string) {
  const most = draft.dataSet?.longestHours ?? 24;
  const lengths = lengthsFor(draft.dataSet);
  const wanted = draft.length;
  const fits = wanted && offered(wanted, draft, around.now, most);
  if (fits && !lengths.some((one) => lengthValue(one) === lengthValue(wanted))) lengths.push(wanted);
  const inOrder = [...lengths].sort((a, b) => (hoursNamed(a) ?? Infinity) - (hoursNamed(b) ?? Infinity) || 0);
  const calendar = { now: around.now, schedule: around.schedule, most };
  const choices = inOrder.map((one) => lengthChoice(one, draft.start, calendar, reader));
  const initial = fits ? choices.find(({ value }) => value === lengthValue(wanted)) : undefined;
  return field({
    name: 'hours',
    label: plain(accessText, reader.locale, 'form.hours'),
    element: {
      type: 'static_select',
      action_id: actionId,
      placeholder: plainText(plain(accessText, reader.locale, 'form.choose'), 150),
      options: choices.map(option),
      ...(initial ? { initial_option: option(initial) } : {}),
    },
  });
}

/** Whether a length can still be had: not nothing, not more than is allowed, not over already. */
function offered(length: Length, { start }: Draft, now: Date, most: number): boolean {
  const hours = hoursNamed(length);
  if (hours !== undefined) return hours >= 1 && hours <= most;
  const begins = start?.kind === 'at' ? start.at : now;
  return length.kind !== 'until' || length.at > begins;
}

export function startFields(reader: Reader, draft: Draft, around: Around, drawn: number): Blocks {
  const { locale } = reader;
  const { now, follows } = around;
  const starts: Start[] = [{ kind: 'now' }, { kind: 'press' }];
  if (follows && follows > now) starts.unshift({ kind: 'at', at: follows });
  const wanted = draft.start;
  if (wanted?.kind === 'at' && !draft.choosing && wanted.at > now) {
    if (!starts.some((one) => startValue(one) === startValue(wanted))) starts.unshift(wanted);
  }
  const choices = starts.map((one) =>
    startChoice(one, around, reader, one.kind === 'at' && one.at.getTime() === follows?.getTime()),
  );
  choices.push({ value: 'at', text: plain(accessText, locale, 'choose.pick') });
  const chosen = draft.choosing ? 'at' : startValue(wanted ?? { kind: 'now' });
  const initial =
    choices.find(({ value }) => value === chosen) ?? choices.find(({ value }) => value === 'now');
  const blocks: Blocks = [
    field({
      name: 'start',
      label: plain(accessText, locale, 'form.start'),
      dispatch: true,
      element: {
        type: 'static_select',
        action_id: drawn === 0 ? act.start : `${act.start}#${drawn}`,
        options: choices.map(option),
        ...(initial ? { initial_option: option(initial) } : {}),
      },
    }),
  ];
  if (draft.choosing) {
    const suggested = wanted?.kind === 'at' ? wanted.at : nextMorning(around);
    blocks.push(
      field({
        name: 'startAt',
        label: plain(accessText, locale, 'form.startAt'),
        element: { type: 'datetimepicker', action_id: 'value', initial_date_time: inSeconds(suggested) },
      }),
    );
  }
  return blocks;
}

/** The next whole hour of work, at least an hour away. */
function nextMorning({ now, schedule }: Around): Date {
  const hour = 3_600_000;
  return nextWorking(schedule, new Date(Math.ceil((now.getTime() + hour) / hour) * hour));
}

export function purposeField({ locale }: Reader, draft: Draft, actionId: string) {
  const purposes: readonly PurposeKind[] = draft.dataSet?.purposes ?? purposeKinds;
  const purpose =
    purposes.find((one) => one === draft.purpose) ?? (purposes.length === 1 ? purposes[0] : undefined);
  const toOption = (one: PurposeKind) =>
    option({ value: one, text: plain(catalogText, locale, `purpose.${one}`) });
  return field({
    name: 'purpose',
    label: plain(accessText, locale, 'form.purpose'),
    element: {
      type: 'static_select',
      action_id: actionId,
      placeholder: plainText(plain(accessText, locale, 'form.choose'), 150),
      options: purposes.map(toOption),
      ...(purpose ? { initial_option: toOption(purpose) } : {}),
    },
  });
}
