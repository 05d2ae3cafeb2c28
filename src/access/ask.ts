import { z } from 'zod';
import { caseNumber, type Named } from '../catalog/case.ts';
import { type DataSet, mayAsk, purposeKinds } from '../catalog/data-set.ts';
import { type Decision, refuse } from '../kernel/decision.ts';
import { freeText } from '../kernel/free-text.ts';
import type { Member } from '../people/member.ts';
import type { Schedule } from '../people/working-time.ts';
import { caseRefusal } from './case.ts';
import type { Request, Road } from './request.ts';
import {
  faultOf,
  hoursNamed,
  lapsesAt,
  lengthInput,
  lengthValue,
  type SpanRefusal,
  startInput,
  startValue,
} from './span.ts';

/** What the form hands in. */
export const askInput = z
  .object({
    dataSet: z.string().min(1).max(80),
    caseNumber,
    purpose: z.enum(purposeKinds),
    /** Absent where the policy asks for none. */
    reason: freeText({ max: 500, min: 4 }).optional(),
    start: startInput,
    hours: lengthInput,
    /** Whether the box was ticked; where there is none, sending the form below the line acknowledges. */
    acknowledged: z.boolean(),
  })
  .transform(({ hours: length, ...rest }) => ({ ...rest, length }));
/** Which wording of the acknowledgement people see; grows when it changes, and stands in the event of every request. */
export const acknowledgementVersion = 1;

export type Ask = z.infer<typeof askInput>;

export type AskRefusal =
  | 'access.employeesOnly'
  | 'access.setUnknown'
  | 'access.caseUnknown'
  | 'access.caseClosed'
  | 'access.caseWanted'
  | 'access.purposeNotAllowed'
  | 'access.reasonNeeded'
  | 'access.acknowledge'
  | SpanRefusal
  | 'access.nobodyDecides'
  | 'access.alreadyAsked';

export type AskState = {
  requester: Member | undefined;
  dataSet: DataSet | undefined;
  /** What the register of cases says of the number. */
  case: Named;
  /** Who may decide on the wish now, and by which road; nobody when not even a privacy officer may. */
  deciders: { people: readonly string[]; road: Road };
  /** Whom to name when nobody may decide, as a list of names: the admins, who appoint privacy officers. */
  admins: string;
  /** The company's working time: what waits counts it. */
  company: Schedule;
  /** A pending request of the same person for the same data and case. */
  waiting: string | undefined;
};

/**
 * Asks for access. Refused: to people who are no employees, guests apart where the policy lets them; for a data set that is unknown or out of use; for a case that is closed, or
 * that a firm with a register has not in it; for a purpose its policy does not name (purpose limitation, PIPL art. 6); without the
 * sentence its policy asks for; for sensitive data without the tick; for times that are past or too long; when nobody but the
 * requester could decide; and when the same wish already waits.
 */
export function ask(command: Ask & { id: string; by: string }) {
  return (state: AskState, now: Date): Decision<Request, AskRefusal> => {
    const { requester, dataSet } = state;
    if (!requester || requester.leftAt !== null) return refuse('access.employeesOnly');
    if (!dataSet || dataSet.retiredAt) return refuse('access.setUnknown', undefined, 'dataSet');
    if (!mayAsk(requester, dataSet)) return refuse('access.employeesOnly');
    const noCase = caseRefusal(state.case, command.caseNumber);
    if (noCase) return noCase;
    if (!dataSet.purposes.includes(command.purpose))
      return refuse('access.purposeNotAllowed', undefined, 'purpose');
    const fault = faultOf(command, now, dataSet.longestHours);
    if (fault) return refuse(...fault);
    if (dataSet.reasonNeeded && !command.reason) return refuse('access.reasonNeeded', undefined, 'reason');
    if (dataSet.personal === 'sensitive' && !command.acknowledged)
      return refuse('access.acknowledge', undefined, 'acknowledged');
    const { people, road } = state.deciders;
    if (!people.some((id) => id !== command.by))
      return refuse('access.nobodyDecides', { admins: state.admins }, 'dataSet');
    if (state.waiting) return refuse('access.alreadyAsked', { id: state.waiting }, 'dataSet');
    const next: Request = {
      id: command.id,
      requester: command.by,
      dataSet: dataSet.id,
      caseNumber: command.caseNumber,
      purpose: command.purpose,
      reason: command.reason ?? '',
      start: command.start,
      length: command.length,
      hours: hoursNamed(command.length) ?? dataSet.longestHours,
      road,
      approvedHours: null,
      state: 'pending',
      createdAt: now,
      lapsesAt: lapsesAt(command.length, now, state.company, dataSet.pendingHours),
      waitLeft: null,
      reopenedAt: null,
      decidedBy: null,
      decidedAt: null,
      denialKind: null,
      denialReason: null,
    };
    return {
      next,
      events: [
        {
          type: 'access.requested',
          version: 1,
          subject: next.id,
          data: {
            by: command.by,
            dataSet: next.dataSet,
            dataSetRevision: dataSet.revision,
            classification: dataSet.classification,
            caseNumber: next.caseNumber,
            purpose: next.purpose,
            hours: next.hours,
            start: startValue(next.start),
            length: lengthValue(next.length),
            acknowledged: command.acknowledged ? 'ticked' : 'line',
            acknowledgement: acknowledgementVersion,
            lapsesAt: next.lapsesAt.toISOString(),
            road,
          },
          ...(command.reason ? { personal: { reason: command.reason }, whose: command.by } : {}),
        },
      ],
    };
  };
}
