import type { Request, Road } from './request.ts';
import type { Length, Start } from './span.ts';

/** A row of `access_request`; its texts are sealed until opened. */
export type RequestRow = {
  id: string;
  requester: string;
  data_set: string;
  case_number: string;
  purpose: Request['purpose'];
  reason: string | null;
  hours: number;
  starts: Start['kind'];
  starts_at: Date | null;
  lasts: Length['kind'];
  until_at: Date | null;
  approved_hours: number | null;
  road: Road;
  state: Request['state'];
  created_at: Date;
  lapses_at: Date;
  wait_left: number | null;
  reopened_at: Date | null;
  decided_by: string | null;
  decided_at: Date | null;
  denial_kind: Request['denialKind'];
  denial_reason: string | null;
};

export const requestColumns =
  'id, requester, data_set, case_number, purpose, reason, hours, starts, starts_at, lasts, until_at, approved_hours, road, state, created_at, lapses_at, wait_left, reopened_at, decided_by, decided_at, denial_kind, denial_reason';

export function fromRow(row: RequestRow): Request {
  return {
    id: row.id,
    requester: row.requester,
    dataSet: row.data_set,
    caseNumber: row.case_number,
    purpose: row.purpose,
    reason: row.reason,
    hours: row.hours,
    start: startOf(row),
    length: lengthOf(row),
    approvedHours: row.approved_hours,
    road: row.road,
    state: row.state,
    createdAt: row.created_at,
    lapsesAt: row.lapses_at,
    waitLeft: row.wait_left,
    reopenedAt: row.reopened_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    denialKind: row.denial_kind,
    denialReason: row.denial_reason,
  };
}

export function toRow(request: Request): RequestRow {
  return {
    id: request.id,
    requester: request.requester,
    data_set: request.dataSet,
    case_number: request.caseNumber,
    purpose: request.purpose,
    reason: request.reason,
    hours: request.hours,
    starts: request.start.kind,
    starts_at: request.start.kind === 'at' ? request.start.at : null,
    lasts: request.length.kind,
    until_at: request.length.kind === 'until' ? request.length.at : null,
    approved_hours: request.approvedHours,
    road: request.road,
    state: request.state,
    created_at: request.createdAt,
    lapses_at: request.lapsesAt,
    wait_left: request.waitLeft,
    reopened_at: request.reopenedAt,
    decided_by: request.decidedBy,
    decided_at: request.decidedAt,
    denial_kind: request.denialKind,
    denial_reason: request.denialReason,
  };
}

function startOf({ starts, starts_at }: RequestRow): Start {
  if (starts !== 'at') return { kind: starts };
  return starts_at ? { kind: 'at', at: starts_at } : { kind: 'now' };
}

function lengthOf({ lasts, until_at, hours }: RequestRow): Length {
  if (lasts === 'hours' || lasts === 'working') return { kind: lasts, hours };
  if (lasts !== 'until') return { kind: lasts };
  return until_at ? { kind: 'until', at: until_at } : { kind: 'hours', hours };
}
