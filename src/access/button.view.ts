import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { button } from '../slack/blocks.ts';
import { accessText } from './access.text.ts';
import type { Grant } from './grant.ts';
import type { Request } from './request.ts';

/** Action ids of access, in one place. */
export const act = {
  ask: 'access.ask',
  askAgain: 'access.ask_again',
  approve: 'access.approve',
  deny: 'access.deny',
  withdraw: 'access.withdraw',
  giveBack: 'access.give_back',
  revoke: 'access.revoke',
  list: 'access.list',
  page: 'access.page',
  dataSet: 'access.data_set',
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

export function askAgainButton(request: Request, { locale }: Reader) {
  return button({ id: act.askAgain, text: plain(accessText, locale, 'button.askAgain'), value: request.id });
}

export function revokeButton(grant: Grant, { locale }: Reader) {
  return button({
    id: act.revoke,
    text: plain(accessText, locale, 'button.revoke'),
    value: grant.id,
    style: 'danger',
  });
}
