import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { button } from '../slack/blocks.ts';
import { accessText } from './access.text.ts';
import { decisionText } from './decision.text.ts';
import type { Grant } from './grant.ts';
import type { Question } from './question.ts';
import { questionName } from './question.view.ts';
import type { Request } from './request.ts';

/** Action ids of access, in one place. */
export const act = {
  ask: 'access.ask',
  askAgain: 'access.ask_again',
  askLast: 'access.ask_last',
  fillLast: 'access.fill_last',
  start: 'access.start',
  press: 'access.press_start',
  approve: 'access.approve',
  deny: 'access.deny',
  shorten: 'access.shorten',
  inquire: 'access.inquire',
  answer: 'access.answer',
  open: 'access.open',
  approveThese: 'access.approve_these',
  takeBack: 'access.take_back',
  reopen: 'access.reopen',
  withdraw: 'access.withdraw',
  giveBack: 'access.give_back',
  revoke: 'access.revoke',
  list: 'access.list',
  page: 'access.page',
  dataSet: 'access.data_set',
  case: 'access.case',
} as const;

export function giveBackButton(grant: Grant, { locale }: Reader) {
  return button({
    id: act.giveBack,
    text: plain(accessText, locale, 'button.giveBack'),
    value: grant.id,
    confirm: {
      title: plain(accessText, locale, 'confirm.giveBack'),
      text: plain(accessText, locale, 'confirm.giveBackText'),
      yes: plain(accessText, locale, 'confirm.yes'),
      no: plain(accessText, locale, 'confirm.no'),
    },
  });
}

export function giveUpButton(grant: Grant, { locale }: Reader) {
  return button({
    id: act.giveBack,
    text: plain(accessText, locale, 'button.giveUp'),
    value: grant.id,
    confirm: {
      title: plain(accessText, locale, 'confirm.giveUp'),
      text: plain(accessText, locale, 'confirm.giveUpText'),
      yes: plain(accessText, locale, 'confirm.yes'),
      no: plain(accessText, locale, 'confirm.no'),
    },
  });
}

export function pressButton(grant: Grant, { locale }: Reader) {
  return button({
    id: act.press,
    text: plain(accessText, locale, 'button.press'),
    value: grant.id,
    style: 'primary',
  });
}

export function withdrawButton(request: Request, { locale }: Reader) {
  return button({
    id: act.withdraw,
    text: plain(accessText, locale, 'button.withdraw'),
    value: request.id,
    confirm: {
      title: plain(accessText, locale, 'confirm.withdraw'),
      text: plain(accessText, locale, 'confirm.withdrawText'),
      yes: plain(accessText, locale, 'confirm.yes'),
      no: plain(accessText, locale, 'confirm.no'),
    },
  });
}

export function answerButton(question: Question, { locale }: Reader) {
  return button({
    id: act.answer,
    text: plain(decisionText, locale, 'button.answer'),
    value: questionName(question),
    style: 'primary',
  });
}

export function askAgainButton(
  request: Pick<Request, 'id'>,
  { locale }: Reader,
  key: 'button.askAgain' | 'button.longer' = 'button.askAgain',
) {
  return button({ id: act.askAgain, text: plain(accessText, locale, key), value: request.id });
}

export function revokeButton(grant: Grant, { locale }: Reader) {
  return button({
    id: act.revoke,
    text: plain(accessText, locale, 'button.revoke'),
    value: grant.id,
    style: 'danger',
  });
}

export function takeBackButton(grant: Grant, { locale }: Reader) {
  return button({
    id: act.takeBack,
    text: plain(decisionText, locale, 'button.takeBack'),
    value: grant.id,
    style: 'danger',
  });
}

/** Its value names the denial too: the same card can be denied and reopened more than once. */
export function reopenButton(request: Request, { locale }: Reader) {
  return button({
    id: act.reopen,
    text: plain(decisionText, locale, 'button.reopen'),
    value: `${request.id} ${request.decidedAt?.getTime() ?? 0}`,
    confirm: {
      title: plain(decisionText, locale, 'confirm.reopen'),
      text: plain(decisionText, locale, 'confirm.reopenText'),
      yes: plain(accessText, locale, 'confirm.yes'),
      no: plain(accessText, locale, 'confirm.no'),
    },
  });
}
