import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { formatDay, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import {
  absenceById,
  absencesOf,
  absencesTurning,
  currentAbsences,
  saveAbsence,
  standsFor,
} from '../people/absence.store.ts';
import { absencesKey, turnAway } from '../people/absence.ts';
import { isEmployee, type Member } from '../people/member.ts';
import { actions, button, mention, section } from '../slack/blocks.ts';
import type { Blocks, House } from '../slack/capability.ts';
import { settleDue } from '../slack/due.ts';
import { awayText } from './away.text.ts';
import { awayAct, deputiesLine } from './away.view.ts';
import { settingsAct } from './settings.view.ts';

/** Lets absences begin and end when their time has come. */
export async function awayDue(house: House): Promise<void> {
  const { tenant } = house;
  await settleDue(
    house,
    (limit) => house.read((tx) => absencesTurning(tx, tenant, house.now(), limit)),
    async (id) => {
      const absence = await house.read((tx) => absenceById(tx, tenant, id));
      if (!absence) return;
      await house.commit({
        // Once for the beginning and once for the end of what stands there now.
        id: derivedId(
          'cmd',
          tenant,
          'away.turn',
          id,
          ...[absence.state, absence.from.toISOString(), absence.until.toISOString()],
        ),
        cause: { kind: 'tick', id: 'away' },
        keys: [id, absencesKey(absence.member)],
        load: (tx) => absenceById(tx, tenant, id),
        decide: turnAway,
        save: (tx, next) => saveAbsence(tx, tenant, next),
      });
    },
  );
}

/** Home: whether one is away or stands in for somebody, and the way to settings and absences. */
export async function awayHome(
  tx: Tx,
  { tenant, reader, member, now }: { tenant: string; reader: Reader; member: Member; now: Date },
): Promise<Blocks> {
  if (!isEmployee(member)) return [];
  const { locale } = reader;
  const [own, instead] = await Promise.all([
    absencesOf(tx, tenant, member.id),
    standsFor(tx, tenant, member.id),
  ]);
  const current = own.find(({ state }) => state === 'current');
  const theirs = await currentAbsences(
    tx,
    tenant,
    instead.flatMap(({ absentee, onlyOf }) => (onlyOf ? [] : absentee)),
  );
  const last = (day: string) => formatDay(day, locale, now);
  return [
    ...(current
      ? [
          section(
            mrkdwn(awayText, locale, 'home.away', {
              last: last(current.lastDay),
              deputies: deputiesLine(current.deputies, reader),
            }),
          ),
        ]
      : []),
    ...[...theirs.values()].map((absence) =>
      section(
        mrkdwn(awayText, locale, 'home.standing', {
          who: mention(absence.member),
          last: last(absence.lastDay),
        }),
      ),
    ),
    actions(
      'membership',
      button({ id: awayAct.list, text: plain(awayText, locale, 'home.away.button') }),
      button({ id: settingsAct.open, text: plain(awayText, locale, 'home.settings') }),
    ),
  ];
}
