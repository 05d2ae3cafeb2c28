import { formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { context, mention, section } from '../slack/blocks.ts';
import type { CardFace } from '../slack/capability.ts';
import { auditText } from './audit.text.ts';
import type { Check } from './check.ts';
import { faultInWords } from './fault.parse.ts';

/** Longer than this, and whoever asked has turned to something else: the end is told by a line under the card. */
const patienceMs = 30_000;

/** A check of the log: running, whole or broken. `entries`: how many the log has now. */
export function checkFace(check: Check, entries: number, reader: Reader, now: Date): CardFace {
  const { locale } = reader;
  const values = {
    by: mention(check.askedBy),
    when: formatMoment(check.finishedAt ?? check.askedAt, reader, now),
  };
  const shows = [check.id];
  const size = check.size ?? 0;
  switch (check.state) {
    case 'running':
      return {
        text: plain(auditText, locale, 'check.runningLock'),
        blocks: [
          section(
            `${plain(auditText, locale, 'check.running')}\n${
              check.size === null
                ? plain(auditText, locale, 'check.begins')
                : plain(auditText, locale, 'check.progress', { done: size, of: Math.max(size, entries) })
            }`,
          ),
          context(mrkdwn(auditText, locale, 'check.foot', values)),
        ],
        shows,
        open: true,
      };
    case 'whole': {
      const lock = plain(auditText, locale, 'check.wholeLock', { size });
      const lines = [
        plain(auditText, locale, 'check.whole'),
        mrkdwn(auditText, locale, 'check.wholeText', {
          size,
          root: { markup: `\`${(check.root ?? '').slice(0, 16)}…\`` },
        }),
        plain(auditText, locale, 'check.held', { count: check.held ?? 0 }),
        ...(check.unread.length > 0
          ? [mrkdwn(auditText, locale, 'check.unread', { places: check.unread.join(', ') })]
          : []),
      ];
      const took = (check.finishedAt ?? check.askedAt).getTime() - check.askedAt.getTime();
      return {
        text: lock,
        blocks: [section(lines.join('\n')), context(mrkdwn(auditText, locale, 'check.footDone', values))],
        shows,
        open: false,
        ...(took > patienceMs ? { notice: { key: 'whole', text: lock } } : {}),
      };
    }
    case 'broken': {
      const lock = plain(auditText, locale, 'check.brokenLock');
      return {
        text: lock,
        blocks: [
          section(
            `${plain(auditText, locale, 'check.broken')}\n${plain(auditText, locale, 'check.brokenText')}`,
          ),
          section(
            `\`\`\`${faultInWords(check.fault ?? '', locale)
              .replaceAll('`', "'")
              .replaceAll('&', '&amp;')
              .replaceAll('<', '&lt;')
              .replaceAll('>', '&gt;')}\`\`\``,
          ),
          section(plain(auditText, locale, 'check.brokenDo')),
          context(mrkdwn(auditText, locale, 'check.footDone', values)),
        ],
        shows,
        open: true,
        notice: { key: 'broken', text: lock },
      };
    }
  }
}
