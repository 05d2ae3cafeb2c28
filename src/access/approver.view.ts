import { catalogText } from '../catalog/data-set.text.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { escapeMrkdwn, mrkdwn, plain } from '../kernel/message.ts';
import { memberById, userGroupsById } from '../people/member.store.ts';
import { actions, button, context, fields, mention, mentionGroup, section } from '../slack/blocks.ts';
import type { Blocks, CardFace } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { act, revokeButton } from './button.view.ts';
import { classAndKind, factsOf, fileOf, showsOf, stateLines } from './card.view.ts';
import { inForce, mayRevoke } from './grant.ts';
import { written } from './written.view.ts';

/** What an approver sees: the wish while it waits, who decided afterwards, and how the access ended. */
export async function approverFace(
  tx: Tx,
  tenant: string,
  occasion: string,
  reader: Reader,
  now: Date,
): Promise<CardFace | null> {
  const file = await fileOf(tx, tenant, occasion);
  if (!file) return null;
  const { request, grant, dataSet } = file;
  const { locale } = reader;
  const facts = factsOf(file, reader);
  const pending = request.state === 'pending' && now < request.lapsesAt;
  const mine = file.approvers.includes(reader.id) && request.requester !== reader.id;
  const blocks: Blocks = [
    section(mrkdwn(accessText, locale, 'ask.title', { who: mention(request.requester), data: facts.data })),
    fields([
      [plain(accessText, locale, 'label.class'), classAndKind(dataSet, reader)],
      [plain(accessText, locale, 'label.case'), facts.case],
      [plain(accessText, locale, 'label.purpose'), plain(catalogText, locale, `purpose.${request.purpose}`)],
      [plain(accessText, locale, 'label.length'), facts.length],
      ...(pending
        ? ([[plain(accessText, locale, 'label.until'), formatMoment(request.lapsesAt, reader, now)]] as const)
        : []),
    ]),
    section(
      `*${plain(accessText, locale, 'label.reason')}*\n${escapeMrkdwn(written(request.reason, locale))}`,
    ),
  ];
  if (pending && mine) {
    blocks.push(
      actions(
        `decide.${request.id}`,
        button({
          id: act.approve,
          text: plain(accessText, locale, 'button.approve'),
          value: request.id,
          style: 'primary',
        }),
        button({
          id: act.deny,
          text: plain(accessText, locale, 'button.deny'),
          value: request.id,
          style: 'danger',
        }),
      ),
      context(await whyYou(tx, tenant, dataSet, reader), plain(accessText, locale, 'ask.nothing')),
    );
  } else if (pending) {
    blocks.push(context(plain(accessText, locale, 'ask.noLonger')));
  } else {
    blocks.push(context(stateLines(file, reader, now).join('\n')));
    const member = await memberById(tx, tenant, reader.id);
    if (grant && inForce(grant, now) && mayRevoke(member, dataSet) && grant.holder !== reader.id) {
      blocks.push(actions(`end.${grant.id}`, revokeButton(grant, reader)));
    }
  }
  return {
    text: mrkdwn(accessText, locale, 'ask.lockScreen', {
      who: mention(request.requester),
      data: facts.data,
      length: facts.length,
      case: facts.case,
    }),
    blocks,
    shows: showsOf(file),
    open: pending && mine,
  };
}

async function whyYou(tx: Tx, tenant: string, dataSet: DataSet, reader: Reader): Promise<string> {
  if (dataSet.approvers.includes(reader.id)) return plain(accessText, reader.locale, 'ask.whyYouNamed');
  const groups = await userGroupsById(tx, tenant, dataSet.approverGroups);
  const mine = [...groups.values()].find((group) => group.members.includes(reader.id));
  return mine
    ? mrkdwn(accessText, reader.locale, 'ask.whyYouGroup', { group: mentionGroup(mine.id) })
    : plain(accessText, reader.locale, 'ask.whyYouNamed');
}
