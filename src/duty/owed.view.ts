import type { Tx } from '../database/connection.ts';
import type { Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, mention, section } from '../slack/blocks.ts';
import type { CardFace, Owed, OwedKind, OwedLine } from '../slack/capability.ts';
import { dutiesById, dutyById } from './duty.store.ts';
import { dutyText } from './duty.text.ts';
import type { Duty } from './duty.ts';
import { aboutWords, dutyAct, timeOf, titleOf } from './duty.view.ts';
import { checkFace, openFace } from './face.view.ts';
import { lastTime } from './look.slack.ts';
import { occurrenceById, occurrencesById } from './occurrence.store.ts';
import { isOpen, type Occurrence } from './occurrence.ts';

/** How what duties owe people is said: as lines of the morning, and alone where somebody asked to be told again. */
type Said = Required<Pick<OwedKind, 'lines' | 'render'>>;

/** Something to do. */
export const openSaid: Said = {
  lines: (tx, tenant, owed, reader, now) =>
    ofOccurrences(tx, tenant, owed, (duty, occurrence) =>
      isOpen(occurrence) ? openLine(duty, occurrence, reader, now) : undefined,
    ),
  render: async (tx, { tenant, subject }, reader, now) => {
    const found = await withDuty(tx, tenant, subject);
    return found ? openFace(found.duty, found.occurrence, reader, now) : null;
  },
};

/** Something to check. */
export const checkSaid: Said = {
  lines: (tx, tenant, owed, reader) =>
    ofOccurrences(tx, tenant, owed, (duty, occurrence) =>
      occurrence.state === 'submitted' ? checkLine(duty, occurrence, reader) : undefined,
    ),
  render: async (tx, { tenant, subject }, reader, now) => {
    const found = await withDuty(tx, tenant, subject);
    if (!found) return null;
    const last = await lastTime(tx, tenant, found.occurrence);
    return checkFace(found.duty, found.occurrence, last, reader, now);
  },
};

/** A duty that somebody has to decide on, since its owner left. */
export const orphanSaid: Said = {
  lines: async (tx, tenant, owed, reader) => {
    const duties = await dutiesById(
      tx,
      tenant,
      owed.map(({ subject }) => subject),
    );
    const lines = new Map<string, OwedLine>();
    for (const { id, subject } of owed) {
      const duty = duties.get(subject);
      if (duty && duty.state !== 'retired' && (duty.owner === null || duty.leftBy !== null))
        lines.set(id, orphanLine(duty, reader));
    }
    return lines;
  },
  render: async (tx, { tenant, subject }, reader) => {
    const duty = await dutyById(tx, tenant, subject);
    return duty ? orphanFace(duty, reader) : null;
  },
};

async function withDuty(tx: Tx, tenant: string, id: string) {
  const occurrence = await occurrenceById(tx, tenant, id);
  const duty = occurrence && (await dutyById(tx, tenant, occurrence.duty));
  return occurrence && duty ? { occurrence, duty } : undefined;
}

async function ofOccurrences(
  tx: Tx,
  tenant: string,
  owed: readonly Owed[],
  line: (duty: Duty, occurrence: Occurrence) => OwedLine | undefined,
): Promise<Map<string, OwedLine>> {
  const occurrences = await occurrencesById(
    tx,
    tenant,
    owed.map(({ subject }) => subject),
  );
  const duties = await dutiesById(
    tx,
    tenant,
    [...occurrences.values()].map(({ duty }) => duty),
  );
  const lines = new Map<string, OwedLine>();
  for (const { id, subject } of owed) {
    const occurrence = occurrences.get(subject);
    const duty = occurrence && duties.get(occurrence.duty);
    const said = occurrence && duty && line(duty, occurrence);
    if (said) lines.set(id, said);
  }
  return lines;
}

function openLine(duty: Duty, occurrence: Occurrence, reader: Reader, now: Date): OwedLine {
  const { locale } = reader;
  const { id, state, note } = occurrence;
  const { how, due, until } = timeOf(duty, occurrence, reader, now);
  const key = state === 'returned' ? 'digest.returned' : (`digest.${how}` as const);
  return {
    text: mrkdwn(dutyText, locale, key, {
      title: titled(duty, occurrence, reader),
      due,
      until,
      note: note ?? plain(dutyText, locale, 'erased'),
    }),
    button: button({ id: dutyAct.done, text: plain(dutyText, locale, 'button.done'), value: id }),
    shows: [id, duty.id],
  };
}

/** With whom or which case it is about, where it is about one. */
function titled(duty: Duty, occurrence: Occurrence, { locale }: Reader): Markup | string {
  const about = aboutWords(occurrence);
  const title = titleOf(duty, locale);
  if (!about) return title;
  return { markup: mrkdwn(dutyText, locale, 'digest.about', { title, about }) };
}

function checkLine(duty: Duty, occurrence: Occurrence, reader: Reader): OwedLine {
  const { locale } = reader;
  const { id, doneBy, owner } = occurrence;
  return {
    text: mrkdwn(dutyText, locale, 'digest.check', {
      title: titled(duty, occurrence, reader),
      who: mention(doneBy ?? owner),
    }),
    button: button({ id: dutyAct.show, text: plain(dutyText, locale, 'button.check'), value: id }),
    shows: [id, duty.id],
  };
}

function orphanLine(duty: Duty, reader: Reader): OwedLine {
  const { locale } = reader;
  return {
    text: orphanWords(duty, reader),
    button: button({ id: dutyAct.handOver, text: plain(dutyText, locale, 'button.decide'), value: duty.id }),
    shows: [duty.id],
  };
}

function orphanWords({ owner, leftBy, ...duty }: Duty, reader: Reader): string {
  const key =
    owner === null
      ? leftBy === null
        ? 'digest.orphanNobody'
        : 'digest.orphanNone'
      : owner === reader.id
        ? 'digest.orphanMine'
        : 'digest.orphanOther';
  return mrkdwn(dutyText, reader.locale, key, {
    title: titleOf(duty, reader.locale),
    who: leftBy ? mention(leftBy) : '',
    owner: owner ? mention(owner) : '',
  });
}

function orphanFace(duty: Duty, reader: Reader): CardFace {
  const open = duty.state !== 'retired' && (duty.owner === null || duty.leftBy !== null);
  const { locale } = reader;
  const text = open
    ? orphanWords(duty, reader)
    : mrkdwn(dutyText, locale, 'orphan.past', {
        title: titleOf(duty, locale),
        who: duty.owner ? mention(duty.owner) : '—',
      });
  const decide = button({
    id: dutyAct.handOver,
    text: plain(dutyText, locale, 'button.decide'),
    value: duty.id,
    style: 'primary',
  });
  return {
    text,
    blocks: [section(text), ...(open ? [actions('duty.act', decide)] : [])],
    shows: [duty.id],
    open,
  };
}
