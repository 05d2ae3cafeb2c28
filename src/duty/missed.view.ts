import { mrkdwn } from '../kernel/message.ts';
import { mention } from '../slack/blocks.ts';
import type { Capability } from '../slack/capability.ts';
import { dutyText } from './duty.text.ts';
import { titleOf } from './duty.view.ts';
import { doneInstead } from './missed.store.ts';

/** So many are named; more are counted. */
const mostNamed = 3;

/** What others did of a person's duties while they were gone. */
export const missedByOwner: NonNullable<Capability['missed']> = async (tx, { tenant, reader, ...span }) => {
  const { locale } = reader;
  const found = await doneInstead(tx, tenant, reader.id, span);
  return found.map(({ by, titles }) => {
    const named = titles
      .slice(0, mostNamed)
      .map(({ en, zh }) => `“${titleOf({ titleEn: en, titleZh: zh }, locale)}”`)
      .join(locale === 'zh' ? '、' : ', ');
    return mrkdwn(dutyText, locale, 'missed.done', {
      who: mention(by),
      titles: named,
      more: Math.max(0, titles.length - mostNamed),
    });
  });
};
