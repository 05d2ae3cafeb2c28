import { derivedId } from '../kernel/id.ts';
import { mrkdwn } from '../kernel/message.ts';
import { absencesOf } from '../people/absence.store.ts';
import { awayInput, daysSpan } from '../people/absence.ts';
import { mention } from '../slack/blocks.ts';
import type { ActionHandler } from '../slack/capability.ts';
import { commitAway } from './away.slack.ts';
import { awayText } from './away.text.ts';
import { awayFormView, spanOf } from './away.view.ts';
import { ownAbsence } from './leave.view.ts';

/** One tap: this colleague stands in on those days. An absence that is recorded for them gets the deputy, else the days are recorded. */
export const onLeaveName: ActionHandler = async (visit, { value }) => {
  const { tenant, reader, member } = visit;
  const [firstDay = '', lastDay = '', deputy = ''] = value.split(' ');
  const away = awayInput.parse({ member: reader.id, firstDay, lastDay, deputies: [deputy] });
  const own = await visit.read(async (tx) =>
    ownAbsence(await absencesOf(tx, tenant, reader.id), daysSpan(firstDay, lastDay, member.tz)),
  );
  const command = {
    ...away,
    ...(own ? { firstDay: own.firstDay, lastDay: own.lastDay } : {}),
    id: own?.id ?? derivedId('abs', tenant, visit.cause.id),
    by: reader.id,
  };
  const outcome = await commitAway(visit, command, firstDay);
  if (outcome.kind === 'refused')
    return {
      kind: 'say',
      text: mrkdwn(awayText, reader.locale, outcome.refused.key, outcome.refused.values),
    };
  return {
    kind: 'say',
    text: mrkdwn(awayText, reader.locale, 'leave.named', {
      who: mention(deputy),
      span: spanOf(command, reader, visit.now()),
    }),
  };
};

/** The form for an absence of those days, to name anybody; the one that is recorded, if there is one. */
export const onLeaveForm: ActionHandler = async (visit, { value }) => {
  const { tenant, reader, member } = visit;
  const [firstDay = '', lastDay = ''] = value.split(' ');
  const own = await visit.read(async (tx) =>
    ownAbsence(await absencesOf(tx, tenant, reader.id), daysSpan(firstDay, lastDay, member.tz)),
  );
  const days = own ? { firstDay: own.firstDay, lastDay: own.lastDay } : { firstDay, lastDay };
  const draft = { ...days, id: own?.id ?? null, member: reader.id, deputies: own?.deputies ?? [] };
  return {
    kind: 'open',
    view: awayFormView(reader, { ...draft, chooses: false, drawn: visit.now().toISOString() }),
  };
};
