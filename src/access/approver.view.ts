import type { Tx } from '../database/connection.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { memberById } from '../people/member.store.ts';
import type { Member } from '../people/member.ts';
import { actions, context, mention, section } from '../slack/blocks.ts';
import type { Blocks, CardKind } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { reopenButton, revokeButton, takeBackButton } from './button.view.ts';
import { type File, factsOf, fileOf, showsOf, stateLines } from './card.view.ts';
import { reopenableUntil } from './denial.ts';
import { isOpen, mayRevoke } from './grant.ts';
import { approverNotice, conversation } from './question.view.ts';
import { cameAt, comesLate, undecided } from './request.ts';
import { askBlocks, askFoot, decideButtons, firstLine, oddities } from './waiting.view.ts';

/** What an approver sees: the wish while it waits, who decided afterwards, and how the access ended. */
export const approverFace: CardKind['render'] = async (tx, { tenant, reader, occasion, now }) => {
  const file = await fileOf(tx, tenant, occasion);
  if (!file) return null;
  const { request } = file;
  const facts = factsOf(file, reader);
  const { waits, mine } = standingFor(file, reader, now);
  const notice = mine ? approverNotice(request, file.questions, reader) : undefined;
  return {
    text: mrkdwn(accessText, reader.locale, 'ask.lockScreen', {
      who: mention(request.requester),
      data: facts.data,
      length: facts.span,
      case: facts.case,
    }),
    blocks: await approverBlocks(tx, tenant, file, reader, now),
    shows: showsOf(file),
    open: mine,
    unasked: comesLate(cameAt(request), now),
    ...(waits && notice ? { notice } : {}),
  };
};

/** Whether the request waits, and whether this person may decide on it. */
function standingFor({ request, approvers, away }: File, reader: Reader, now: Date) {
  const waits = undecided(request) && now < request.lapsesAt;
  return {
    waits,
    mine:
      waits && (approvers.includes(reader.id) || away.includes(reader.id)) && request.requester !== reader.id,
  };
}

/** A request as an approver sees it, with the buttons that are theirs now; `whole` leaves nothing out. */
export async function approverBlocks(
  tx: Tx,
  tenant: string,
  file: File,
  reader: Reader,
  now: Date,
  whole = false,
): Promise<Blocks> {
  const { request } = file;
  const { waits, mine } = standingFor(file, reader, now);
  if (!waits) return overBlocks(file, await memberById(tx, tenant, reader.id), reader, now);
  const ask = askBlocks(file, await oddities(tx, tenant, request, now), reader, whole);
  if (!mine) return [...ask, context(plain(accessText, reader.locale, 'ask.noLonger'))];
  return [...ask, decideButtons(request, reader), await askFoot(tx, tenant, file, reader, now)];
}

/** What became of it, and what can still be taken back. */
function overBlocks(file: File, member: Member | undefined, reader: Reader, now: Date): Blocks {
  const { request, grant, dataSet } = file;
  const said = conversation(request, file.questions, reader);
  const lines = [firstLine(file, reader), ...said];
  const blocks: Blocks = [section(lines.join('\n')), context(stateLines(file, reader, now).join('\n'))];
  const decided = request.decidedBy === reader.id;
  if (grant && isOpen(grant, now) && grant.holder !== reader.id) {
    if (decided) blocks.push(actions(`end.${grant.id}`, takeBackButton(grant, reader)));
    else if (mayRevoke(member, dataSet)) blocks.push(actions(`end.${grant.id}`, revokeButton(grant, reader)));
  }
  if (request.state === 'denied' && decided && now < reopenableUntil(request))
    blocks.push(actions(`reopen.${request.id}`, reopenButton(request, reader)));
  return blocks;
}
