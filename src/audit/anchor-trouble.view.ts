import { formatMoment } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { holdersOf } from '../people/member.store.ts';
import { context, section } from '../slack/blocks.ts';
import type { Capability, CardKind, OpenItem } from '../slack/capability.ts';
import { anchorText } from './anchor.text.ts';
import { placeFrom } from './anchor.ts';
import { allTroubles, troubleOf } from './anchor-trouble.store.ts';
import { auditText } from './audit.text.ts';
import { lastCheck } from './check.store.ts';

/**
 * To admins and auditors, once for each time a place takes no checkpoint: what is wrong and how to mend it. An admin can invite the bot
 * again; the occasion names since when, so that a place that fails for days rings once.
 */
export const anchorTroubleCard: CardKind = {
  kind: 'audit.anchor',
  // What is due is kept and the place catches up once it is mended: no emergency, unlike a log that is broken.
  unasked: true,
  about: ['audit'],
  audience: async (tx, tenant, place) => {
    const trouble = placeFrom(place) && (await troubleOf(tx, tenant, place));
    if (!trouble) return [];
    const readers = [...(await holdersOf(tx, tenant, 'admin')), ...(await holdersOf(tx, tenant, 'auditor'))];
    const occasion = `${trouble.since.toISOString()} ${place}`;
    return [...new Set(readers)].map((reader) => ({ reader, occasion }));
  },
  render: async (tx, { tenant, reader, occasion, now }) => {
    const { locale } = reader;
    const since = occasion.slice(0, occasion.indexOf(' '));
    const name = occasion.slice(since.length + 1);
    const trouble = await troubleOf(tx, tenant, name);
    const place = placeInWords(name);
    const shows = [name];
    if (trouble?.since.toISOString() !== since) {
      const over = mrkdwn(anchorText, locale, 'trouble.over', { place });
      return {
        text: plain(anchorText, locale, 'trouble.overLock'),
        blocks: [section(over)],
        shows,
        open: false,
      };
    }
    const { fault } = trouble;
    const when = formatMoment(trouble.since, reader, now);
    return {
      text: plain(anchorText, locale, 'trouble.lock'),
      blocks: [
        section(mrkdwn(anchorText, locale, 'trouble.title', { place, when })),
        section(mrkdwn(anchorText, locale, 'trouble.do', { fault })),
        context(plain(anchorText, locale, 'trouble.foot')),
      ],
      shows,
      open: true,
    };
  },
};

/** What a meeting should speak about: a log that is not whole, and places that keep no checkpoints. */
export const openInAudit: NonNullable<Capability['open']> = async (tx, { tenant, reader, now }) => {
  const { locale } = reader;
  const [check, troubles] = await Promise.all([lastCheck(tx, tenant), allTroubles(tx, tenant)]);
  const broken: OpenItem[] =
    check?.state === 'broken'
      ? [{ text: plain(auditText, locale, 'check.broken'), priority: 'incident', shows: [check.id] }]
      : [];
  return [
    ...broken,
    ...troubles.map(({ place, since }): OpenItem => {
      const values = { place: placeInWords(place), when: formatMoment(since, reader, now) };
      return { text: mrkdwn(anchorText, locale, 'trouble.title', values), priority: 'clock', shows: [place] };
    }),
  ];
};

/** A channel as Slack shows it, every other place by its name. */
function placeInWords(name: string): Markup {
  const place = placeFrom(name);
  return {
    markup: place?.kind === 'slack' ? `<#${place.channel}>` : `\`${name.replaceAll(/[`<>&]/g, '')}\``,
  };
}
