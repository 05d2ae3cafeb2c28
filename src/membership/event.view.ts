import { z } from 'zod';
import type { DomainEvent } from '../kernel/event.ts';
import { formatDay, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { type Company, companyDefaults } from '../people/company.ts';
import { mention } from '../slack/blocks.ts';
import { awayText } from './away.text.ts';
import { deputiesLine, spanOf } from './away.view.ts';
import { meText } from './me.text.ts';
import { settingsText } from './settings.text.ts';
import { welcomeText } from './welcome.text.ts';

/** An event about settings or absences in one sentence. */
export function describeMembership(event: DomainEvent, reader: Reader): string | undefined {
  const { type, data, at } = event;
  const { locale } = reader;
  switch (type) {
    case 'people.preferences_set':
      return plain(settingsText, locale, 'event.preferences');
    case 'people.zone_changed':
      return plain(settingsText, locale, 'event.zone');
    case 'people.looked_at':
      return mrkdwn(meText, locale, 'event.looked', { by: mention(String(data.by)) });
    case 'people.copy_asked':
      return plain(meText, locale, 'event.copyAsked');
    case 'people.role_filled':
      return mrkdwn(welcomeText, locale, 'event.roleFilled', {
        to: mention(String(data.to)),
        role: String(data.role),
      });
    case 'people.welcomed':
      return plain(welcomeText, locale, 'event.welcomed');
    case 'people.company_changed': {
      const changed = Array.isArray(data.changed) ? data.changed : [];
      const fields = (Object.keys(companyDefaults) as (keyof Company)[]).filter((key) =>
        changed.includes(key),
      );
      const what = fields
        .map((key) => plain(settingsText, locale, `field.${key}`))
        .join(locale === 'zh' ? '、' : ', ');
      return typeof data.by === 'string'
        ? mrkdwn(settingsText, locale, 'event.company', { by: mention(data.by), what })
        : plain(settingsText, locale, 'event.companySetUp', { what });
    }
    default:
      return type.startsWith('people.away_') ? describeAway(event, reader, at) : undefined;
  }
}

const absent = z.object({
  by: z.string().nullable(),
  firstDay: z.string(),
  lastDay: z.string(),
  deputies: z.array(z.string()),
  source: z.string(),
});

function describeAway({ type, data }: DomainEvent, reader: Reader, at: Date): string | undefined {
  const read = absent.safeParse(data);
  if (!read.success) return undefined;
  const { locale } = reader;
  const { by, firstDay, lastDay, deputies, source } = read.data;
  const values = {
    by: by ? mention(by) : '—',
    span: spanOf({ firstDay, lastDay }, reader, at),
    last: formatDay(lastDay, locale, at),
    deputies: deputiesLine(deputies, reader),
  };
  const say = (key: keyof typeof awayText.en & string) => mrkdwn(awayText, locale, key, values);
  switch (type) {
    case 'people.away_recorded':
      return say('event.recorded');
    case 'people.away_changed':
      return say(source === 'status' ? 'event.beganStatus' : 'event.changed');
    case 'people.away_cancelled':
      return say('event.cancelled');
    case 'people.away_began':
      return say(source === 'status' ? 'event.beganStatus' : 'event.began');
    default:
      return say('event.ended');
  }
}
