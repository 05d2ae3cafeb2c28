import type { DomainEvent } from '../kernel/event.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { type Company, companyDefaults } from '../people/company.ts';
import { mention } from '../slack/blocks.ts';
import { settingsText } from './settings.text.ts';

/** An event about settings in one sentence. */
export function describeSettings({ type, data }: DomainEvent, reader: Reader): string | undefined {
  const { locale } = reader;
  switch (type) {
    case 'people.preferences_set':
      return plain(settingsText, locale, 'event.preferences');
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
      return undefined;
  }
}
