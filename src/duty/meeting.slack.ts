import type { ModalView } from '@slack/types';
import { plain } from '../kernel/message.ts';
import { holds } from '../people/member.ts';
import type { ActionHandler, Answer, CommandHandler, Visit } from '../slack/capability.ts';
import { dutiesById } from './duty.store.ts';
import { mayLead } from './duty.ts';
import { meetingOf, type Others } from './meeting.job.ts';
import { meetingsOf } from './meeting.store.ts';
import { meetingText } from './meeting.text.ts';
import { agendaView, meetingAct, meetingsView } from './meeting.view.ts';
import { placeFrom } from './place.ts';

const most = 40;

const say = ({ reader }: Visit, key: 'meeting.gone' | 'meeting.notYours'): Answer => ({
  kind: 'say',
  text: plain(meetingText, reader.locale, key),
});

/** `/duty meetings`: every meeting with its next day. */
export const runMeetings: CommandHandler = async (visit) => ({
  kind: 'open',
  view: await showMeetings(visit),
});

export async function showMeetings(visit: Visit): Promise<ModalView> {
  const { tenant, reader } = visit;
  const meetings = await visit.read(async (tx) => {
    const found = await meetingsOf(tx, tenant, most);
    const duties = await dutiesById(
      tx,
      tenant,
      found.map(({ duty }) => duty),
    );
    return found.flatMap(({ duty: id, occurrence, on }) => {
      const duty = duties.get(id);
      return duty ? [{ duty, occurrence, on }] : [];
    });
  });
  return meetingsView(meetings, reader, visit.now());
}

/** The agenda as of now. It names what is late and whose: for those who hold or lead the meeting. */
const onAgenda =
  (others: Others): ActionHandler =>
  async (visit, { value, view }) => {
    const { tenant, reader, member } = visit;
    const now = visit.now();
    const meeting = await visit.read((tx) => meetingOf(tx, { tenant, reader, now }, value, others));
    if (!meeting) return say(visit, 'meeting.gone');
    const { owner, deputy, checker, participants } = meeting.duty;
    const holder = [meeting.occurrence.owner, owner, deputy, checker, ...participants];
    if (!holder.includes(reader.id) && !mayLead(member) && !holds(member, 'auditor'))
      return say(visit, 'meeting.notYours');
    const drawn = agendaView(meeting, reader, now, placeFrom(view?.privateMetadata));
    return view ? { kind: 'replace', view: drawn } : { kind: 'open', view: drawn };
  };

export function meetingActions(others: Others): Readonly<Record<string, ActionHandler>> {
  return { [meetingAct.agenda]: onAgenda(others) };
}
