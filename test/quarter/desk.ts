import { DateTime } from 'luxon';
import { expect } from 'vitest';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import type { Firm } from '../support/bot.ts';

export const shanghai = 'Asia/Shanghai';

type Element = { action_id?: string; value?: string; option_groups?: { options: Choice[] }[] };
type Choice = { text: { text: string }; value: string };
type Row = { block_id: string; elements?: Element[]; accessory?: Element };

/** What people do in a quarter, by the calendar of Shanghai, and what the rows say then. */
export function quarterOf(firm: Firm) {
  const { sql } = firm.fresh.database;

  /** Moves the clock to a time of a day in Shanghai; everything that has come due by then is done. */
  async function at(day: string, time: string): Promise<void> {
    const now = DateTime.fromISO(`${day}T${time}`, { zone: shanghai }).toUTC().toISO();
    const moved = await firm.slack.call<{ ok: boolean }>('POST', '/clock', { now });
    expect(moved.ok, `${day} ${time}`).toBe(true);
    await firm.bot.settled();
  }

  const today = () => DateTime.fromJSDate(firm.bot.house.now(), { zone: shanghai }).toFormat('yyyy-MM-dd');

  return {
    at,
    /** Lives on to the morning of a day, through each morning before it; on two days of a week until it is morning in London, too. */
    until: async (day: string): Promise<void> => {
      for (let next = today(); next < day; ) {
        const now = DateTime.fromJSDate(firm.bot.house.now(), { zone: shanghai });
        if (now.hour < 17 && (now.weekday === 2 || now.weekday === 5)) await at(next, '17:30');
        next = DateTime.fromISO(next).plus({ days: 1 }).toFormat('yyyy-MM-dd');
        await at(next, '09:05');
      }
    },
    /** The digest that stands in somebody's messages now. */
    digest: async (who: string): Promise<ControlMessage> => {
      const [card] = await sql<{ ts: string }[]>`
        select c.ts from card c join digest d on d.id = c.occasion
        where c.kind = 'attention.digest' and d.person = ${who} order by d.day desc limit 1`;
      const found = (await firm.slack.inbox(who)).find(({ ts }) => ts === card?.ts);
      if (!found) throw new Error(`${who} has no digest`);
      return found;
    },
    /** Presses the button that does something about this one thing. */
    press: async (who: string, message: ControlMessage, action: string, value: string): Promise<void> => {
      for (const { block_id, elements = [], accessory } of message.blocks as Row[])
        for (const element of [...elements, ...(accessory ? [accessory] : [])]) {
          if (element.action_id !== action || element.value !== value) continue;
          const done = await firm.slack.call<{ ok: boolean }>('POST', '/interact', {
            ...{ user: who, channel: message.channel, messageTs: message.ts },
            action: { ...element, block_id },
          });
          await firm.bot.settled();
          expect(done.ok, `${who} ${action}`).toBe(true);
          return;
        }
      throw new Error(`there is no ${action} of ${value}: ${JSON.stringify(message.blocks)}`);
    },
    /** Chooses what is to be done later with something. */
    choose: async (who: string, message: ControlMessage, owed: string, words: string): Promise<void> => {
      for (const { block_id, elements = [] } of message.blocks as Row[])
        for (const { action_id = '', option_groups = [] } of elements) {
          const chosen = option_groups
            .flatMap(({ options }) => options)
            .find(({ text, value }) => text.text === words && value.startsWith(owed));
          if (!chosen) continue;
          await firm.slack.call('POST', '/interact', {
            ...{ user: who, channel: message.channel, messageTs: message.ts },
            action: { type: 'static_select', action_id, block_id, selected_option: chosen },
          });
          await firm.bot.settled();
          return;
        }
      throw new Error(`there is no choice ${words} of ${owed}: ${JSON.stringify(message.blocks)}`);
    },
    /** The time of a duty that stands newest, by the title in either language. */
    newest: async (title: string) => {
      const [row] = await sql<
        {
          id: string;
          duty: string;
          planned_on: string;
          state: string;
          owner: string;
          flagged: string | null;
          late_minutes: number;
        }[]
      >`select o.* from duty_occurrence o join duty d on d.id = o.duty
        where ${title} in (d.title_zh, d.title_en, d.template) order by o.planned_on desc limit 1`;
      if (!row) throw new Error(`${title} has not opened`);
      return row;
    },
    owed: async (kind: string, person: string, subject: string) => {
      const [row] = await sql<{ id: string; state: string; risen_to: string | null }[]>`
        select id, state, risen_to from owed where kind = ${kind} and person = ${person} and subject = ${subject}`;
      return row;
    },
    digests: (who: string) =>
      sql<{ day: string; occasion: string; items: string[] }[]>`
        select day, occasion, items from digest where person = ${who} order by day`,
    /** Closes whatever forms somebody has open. */
    close: async (who: string): Promise<void> => {
      for (const view of await firm.slack.views(who))
        await firm.slack.call('POST', '/close', { user: who, view_id: view.id, all: true });
    },
  };
}
