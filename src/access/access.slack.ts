import { dataSetById, guestsAreServed } from '../catalog/data-set.store.ts';
import { plain } from '../kernel/message.ts';
import { holdersOf } from '../people/member.store.ts';
import { isEmployee, isGuest } from '../people/member.ts';
import { section } from '../slack/blocks.ts';
import type { Capability, CommandHandler, Subscriber } from '../slack/capability.ts';
import { words } from '../slack/words.ts';
import { accessText } from './access.text.ts';
import { approverFace } from './approver.view.ts';
import { looksLikeAsk, namesCase } from './ask.parse.ts';
import {
  dataSetOptions,
  meansAsk,
  onAskAgain,
  onAskLast,
  onAskSubmitted,
  onFillLast,
  onFormChanged,
  openAsk,
} from './ask.slack.ts';
import { approverAudience, inboxAudience, requestsAbout } from './audience.store.ts';
import { act } from './button.view.ts';
import { caseOptions } from './case.slack.ts';
import { checkAct, onCheckAsk, runCheck } from './check.slack.ts';
import { onApprove, onDeny, onDenySubmitted, onShorten, onShortenSubmitted } from './decision.slack.ts';
import { decisionText } from './decision.text.ts';
import { decisionForms } from './decision.view.ts';
import { accessDue, endForLeavers, endingOwed, endWithItsCase } from './grant.job.ts';
import { onGiveBack, onPress, onRevoke, onRevokeSubmitted } from './grant.slack.ts';
import { heldByAccess } from './held.store.ts';
import { oweWaiting, waitingOwed } from './inbox.job.ts';
import { onApproveThese, onOpen } from './inbox.slack.ts';
import { inboxFace, inboxKind } from './inbox.view.ts';
import { backToList, inList, lookerOf, onList, onPage, openList } from './list.slack.ts';
import { overview } from './list.view.ts';
import { onLookPage, onLookSubmitted, runLook } from './look.slack.ts';
import { lookText } from './look.text.ts';
import { lookAct, lookForm } from './look.view.ts';
import { missedByApprover } from './missed.view.ts';
import { openInAccess } from './open.view.ts';
import { lastCallOwed, undecidedOwed } from './overdue.job.ts';
import { lastCallKind, undecidedKind } from './overdue.store.ts';
import { onAnswer, onAnswerSubmitted, onInquire, onInquireSubmitted } from './question.slack.ts';
import { onWithdraw } from './request.slack.ts';
import { requestById } from './request.store.ts';
import { forms } from './request.view.ts';
import { requesterFace } from './requester.view.ts';
import { rerouteWaiting } from './road.job.ts';
import { askedFor } from './road.store.ts';
import { describeAccess } from './timeline.view.ts';
import { onReopen, onTakeBack, onTakeBackSubmitted } from './undo.slack.ts';

/** `/access` alone: what I have, what waits for me, and buttons. */
const runAccess: CommandHandler = async (visit) => {
  const blocks = await visit.read((tx) => overview(tx, lookerOf(visit)));
  return { kind: 'say', text: plain(accessText, visit.reader.locale, 'list.have'), blocks };
};

const offers: Capability['commands'] = [
  { word: words.access, hint: { key: 'hint.access' }, run: runAccess },
  {
    word: words.request,
    of: words.access,
    hint: { key: 'hint.request' },
    run: openAsk,
    fits: looksLikeAsk,
    means: meansAsk,
  },
  { word: words.mine, of: words.access, hint: { key: 'hint.mine' }, run: (visit) => openList(visit, 'mine') },
  {
    word: words.pending,
    of: words.access,
    hint: { key: 'hint.pending' },
    run: (visit) => openList(visit, 'pending'),
  },
  {
    word: words.running,
    of: words.access,
    hint: { key: 'hint.running' },
    run: (visit) => openList(visit, 'running'),
  },
  { word: words.find, hint: { key: 'hint.find' }, run: runLook('find'), fits: namesCase },
  // What I hold stands there with a button each to give it back.
  {
    word: words.return,
    of: words.access,
    hint: { key: 'hint.return' },
    run: (visit) => openList(visit, 'mine'),
  },
  { word: words.check, of: words.access, hint: { key: 'hint.check' }, run: runCheck },
  { word: words.who, of: words.access, hint: { key: 'hint.who' }, run: runLook('who') },
];

/** What they hold ends, what they asked for is withdrawn, and what they were to decide moves on. */
const leaversGone: Subscriber = async (house) => {
  await endForLeavers(house);
  await rerouteWaiting(house);
};

/** Access to client data: asking, deciding, holding, ending. */
export const accessCapability: Capability = {
  name: 'access',
  // Nothing without a purpose and an approval, nothing without an end, nothing left with leavers.
  controls: ['1.3', '2.3', 'F.3'],
  texts: [accessText, decisionText, lookText],
  commands: offers,
  shortcuts: { 'access.request': (visit) => openAsk(visit, '') },
  actions: {
    [checkAct]: onCheckAsk,
    [lookAct.find.next]: onLookPage('find'),
    [lookAct.find.previous]: onLookPage('find'),
    [lookAct.who.next]: onLookPage('who'),
    [lookAct.who.previous]: onLookPage('who'),
    [act.ask]: (visit) => openAsk(visit, ''),
    [act.askAgain]: onAskAgain,
    [act.askLast]: onAskLast,
    [act.fillLast]: onFillLast,
    [act.approve]: inList(onApprove),
    [act.deny]: inList(onDeny),
    [act.shorten]: inList(onShorten),
    [act.inquire]: inList(onInquire),
    [act.answer]: inList(onAnswer),
    [act.takeBack]: inList(onTakeBack),
    [act.reopen]: inList(onReopen),
    [act.open]: onOpen,
    [act.approveThese]: inList(onApproveThese),
    [act.withdraw]: inList(onWithdraw),
    [act.giveBack]: inList(onGiveBack),
    [act.press]: inList(onPress),
    [act.revoke]: inList(onRevoke),
    [act.dataSet]: onFormChanged,
    [act.start]: onFormChanged,
    [`${act.list}.mine`]: onList,
    [`${act.list}.pending`]: onList,
    [`${act.list}.running`]: onList,
    [`${act.page}.next`]: onPage,
    [`${act.page}.previous`]: onPage,
    [`${act.page}.only`]: onPage,
  },
  submissions: {
    [lookForm.find]: onLookSubmitted('find'),
    [lookForm.who]: onLookSubmitted('who'),
    [forms.ask]: onAskSubmitted,
    [decisionForms.deny]: backToList(onDenySubmitted),
    [decisionForms.shorten]: backToList(onShortenSubmitted),
    [decisionForms.inquire]: backToList(onInquireSubmitted),
    [decisionForms.answer]: backToList(onAnswerSubmitted),
    [decisionForms.takeBack]: backToList(onTakeBackSubmitted),
    [forms.revoke]: backToList(onRevokeSubmitted),
  },
  options: { [act.dataSet]: dataSetOptions, [act.case]: caseOptions },
  cards: [
    {
      kind: 'access.approver',
      about: ['access', 'catalog', 'people'],
      audience: approverAudience,
      render: approverFace,
    },
    {
      kind: inboxKind,
      about: ['access', 'catalog', 'people'],
      audience: (tx, tenant, subject) => inboxAudience(tx, tenant, inboxKind, subject),
      render: inboxFace,
    },
    {
      kind: 'access.requester',
      // It says for whom it waits: an approver may leave, and another come.
      about: ['access', 'catalog', 'people'],
      audience: async (tx, tenant, subject) => {
        const found: { reader: string; occasion: string }[] = [];
        for (const id of await requestsAbout(tx, tenant, subject)) {
          const request = await requestById(tx, tenant, id);
          if (request) found.push({ reader: request.requester, occasion: id });
        }
        return found;
      },
      render: requesterFace,
    },
  ],
  home: async (tx, looker) =>
    isEmployee(looker.member) || (isGuest(looker.member) && (await guestsAreServed(tx, looker.tenant)))
      ? overview(tx, looker)
      : [section(plain(accessText, looker.reader.locale, 'access.employeesOnly'))],
  concerns: async (tx, tenant, subject) => {
    // Privacy officers see everything in use; the others what touches them.
    const people = new Set<string>(await holdersOf(tx, tenant, 'privacy_officer'));
    for (const id of await requestsAbout(tx, tenant, subject)) {
      const request = await requestById(tx, tenant, id);
      const dataSet = request && (await dataSetById(tx, tenant, request.dataSet));
      if (!request || !dataSet) continue;
      for (const person of [
        request.requester,
        dataSet.owner,
        ...(await askedFor(tx, tenant, dataSet, request)),
      ])
        people.add(person);
    }
    return [...people];
  },
  due: accessDue,
  on: {
    'people.left': leaversGone,
    'people.standing_changed': leaversGone,
    'people.roles_set': rerouteWaiting,
    'people.group_changed': rerouteWaiting,
    'people.away_began': rerouteWaiting,
    'people.away_changed': rerouteWaiting,
    'people.away_ended': rerouteWaiting,
    'catalog.changed': rerouteWaiting,
    'case.closed': endWithItsCase,
    'access.requested': oweWaiting,
    'access.reopened': oweWaiting,
    'access.rerouted': oweWaiting,
  },
  owes: {
    'access.ending': endingOwed,
    'access.waiting': waitingOwed,
    [undecidedKind]: undecidedOwed,
    [lastCallKind]: lastCallOwed,
  },
  held: heldByAccess,
  missed: missedByApprover,
  open: openInAccess,
  describe: describeAccess,
};
