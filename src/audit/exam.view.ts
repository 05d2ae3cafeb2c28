import { formatMoment, type Locale, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain, type Texts } from '../kernel/message.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import type { Blocks, CardFace, Finding } from '../slack/capability.ts';
import { doctorText } from './doctor.text.ts';
import type { Exam } from './exam.ts';

export const examAct = { again: 'doctor.again' } as const;

/** Fewer than a message holds, with what stands around them. */
const mostSections = 40;

/** Words a finding of the doctor's own, or of a capability. */
export function findingInWords(
  { key, values }: Finding,
  locale: Locale,
  others: readonly Texts[],
  how: 'plain' | 'mrkdwn',
): string {
  const from = [doctorText as Texts, ...others].find(({ en }) => Object.hasOwn(en, key));
  if (!from) return key;
  return how === 'plain' ? plain(from, locale, key, values) : mrkdwn(from, locale, key, values);
}

/** What the doctor found: what is wrong first, then what to mind; what is well in small letters. */
export function examFace(exam: Exam, others: readonly Texts[], reader: Reader, now: Date): CardFace {
  const { locale } = reader;
  const of = (wanted: Finding['verdict']) => exam.findings.filter(({ verdict }) => verdict === wanted);
  const say = (finding: Finding) => findingInWords(finding, locale, others, 'mrkdwn');
  const [wrong, warnings, fine] = [of('wrong'), of('warning'), of('ok')];
  const summary = plain(doctorText, locale, 'summary', { wrong: wrong.length, warnings: warnings.length });
  const when = formatMoment(exam.finishedAt ?? exam.askedAt, reader, now);
  const told: Blocks = [
    ...wrong.map((one) => section(`:red_circle: ${say(one)}`)),
    ...warnings.map((one) => section(`:large_orange_circle: ${say(one)}`)),
  ];
  return {
    text: plain(doctorText, locale, 'exam.lock', { summary }),
    blocks: [
      section(`*${plain(doctorText, locale, 'exam.title')}*\n${summary}`),
      ...told.slice(0, mostSections),
      ...(fine.length > 0 ? [context(fine.map((one) => `✓ ${say(one)}`).join('\n'))] : []),
      actions('exam', button({ id: examAct.again, text: plain(doctorText, locale, 'exam.again') })),
      context(mrkdwn(doctorText, locale, 'exam.foot', { when })),
    ],
    shows: [exam.id],
    open: false,
  };
}
