import type { ModalView } from '@slack/types';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { isEmployee, type Member, roles } from '../people/member.ts';
import { button, field, mention, modal, option, plainText, section } from '../slack/blocks.ts';
import { directoryText } from './directory.text.ts';
import { listView, type Place, placeOf } from './list.view.ts';

export const peopleAct = {
  filter: 'people.filter',
  edit: 'people.edit',
  back: 'people.back',
  next: 'people.page.next',
  previous: 'people.page.previous',
} as const;
export const peopleForm = { list: 'people.list', roles: 'people.roles' } as const;

/** A page of people with an Edit button each; guests, strangers and people who left are shown, without one. */
export function peopleView(
  reader: Reader,
  now: Date,
  place: Place,
  found: { members: readonly Member[]; total: number },
  note?: string,
): ModalView {
  const { locale } = reader;
  const edit = (member: Member) =>
    button({ id: peopleAct.edit, text: plain(directoryText, locale, 'people.edit'), value: member.id });
  return listView(locale, 'people', place, {
    lines: found.members.map((member) =>
      section(line(member, reader, now), isEmployee(member) ? edit(member) : undefined),
    ),
    total: found.total,
    none: mrkdwn(directoryText, locale, 'people.none', { filter: place.filter }),
    note,
  });
}

/** Two lines: who, and as what. */
function line(member: Member, reader: Reader, now: Date): string {
  const { locale } = reader;
  const who = mrkdwn(directoryText, locale, 'people.who', { name: member.name, title: member.title }).trim();
  const { manager } = member;
  const under =
    manager && isEmployee(member)
      ? mrkdwn(directoryText, locale, 'people.manager', { manager: mention(manager) })
      : '';
  return `${who}\n${standing(member, reader, now)}${under}`;
}

function standing(member: Member, reader: Reader, now: Date): string {
  const { locale } = reader;
  if (member.leftAt)
    return plain(directoryText, locale, 'people.left', { when: formatMoment(member.leftAt, reader, now) });
  if (!isEmployee(member))
    return plain(directoryText, locale, member.standing === 'guest' ? 'people.guest' : 'people.stranger');
  return rolesInWords(member.roles, reader) || plain(directoryText, locale, 'people.noRole');
}

/** Roles in the order of the house; '' for none. */
export function rolesInWords(held: readonly unknown[], { locale }: Reader): string {
  return roles
    .filter((role) => held.includes(role))
    .map((role) => plain(directoryText, locale, `role.${role}`))
    .join(locale === 'zh' ? '、' : ', ');
}

/**
 * The form of one person's roles and manager; the way back to the list is a button of its own. `drawn` differs with every drawing:
 * Slack keeps what was typed under an action id, and it must not show up in the next person's form.
 */
export function rolesView({ locale }: Reader, place: Place, member: Member, drawn: string): ModalView {
  const choices = roles.map((role) =>
    option({
      value: role,
      text: plain(directoryText, locale, `role.${role}`),
      description: plain(directoryText, locale, `role.${role}.may`),
    }),
  );
  const chosen = choices.filter((choice) => member.roles.some((role) => role === choice.value));
  const placeholder = plainText(plain(directoryText, locale, 'form.choose'), 150);
  return modal({
    callbackId: peopleForm.roles,
    title: plain(directoryText, locale, 'people.editTitle'),
    submit: plain(directoryText, locale, 'form.save'),
    close: plain(directoryText, locale, 'form.cancel'),
    metadata: placeOf(place, {
      member: member.id,
      seen: { roles: member.roles, manager: member.manager },
      drawn,
    }),
    blocks: [
      section(
        mrkdwn(directoryText, locale, 'people.who', { name: member.name, title: member.title }).trim(),
        button({ id: peopleAct.back, text: plain(directoryText, locale, 'list.back') }),
      ),
      field({
        name: 'roles',
        label: plain(directoryText, locale, 'people.roles'),
        hint: plain(directoryText, locale, 'people.rolesHint'),
        optional: true,
        element: {
          type: 'multi_static_select',
          action_id: `value.${drawn}`,
          placeholder,
          options: choices,
          ...(chosen.length > 0 ? { initial_options: chosen } : {}),
        },
      }),
      field({
        name: 'manager',
        label: plain(directoryText, locale, 'people.managerField'),
        optional: true,
        element: {
          type: 'users_select',
          action_id: `value.${drawn}`,
          placeholder,
          ...(member.manager ? { initial_user: member.manager } : {}),
        },
      }),
    ],
  });
}
