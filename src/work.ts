import { type Anchoring, anchorQueue, handOver } from './audit/anchor.job.ts';
import { type Checking, checkQueue, checkRoute, runCheck } from './audit/check.job.ts';
import type { Patient } from './audit/doctor.job.ts';
import { examQueue, examRoute, runExam } from './audit/exam.job.ts';
import { proofsQueue, proofsRoute, sendProofs } from './audit/proofs.job.ts';
import { type Backing, backupQueue, backupRoute, runBackup } from './backup/backup.job.ts';
import type { Route } from './ledger/dispatch.ts';
import { deliverQueue } from './ledger/dispatch.ts';
import type { Capability, House } from './slack/capability.ts';
import {
  type Cards,
  cardQueue,
  refreshCard,
  refreshQueue,
  refreshRoute,
  refreshSubject,
} from './slack/card.job.ts';
import type { Clients } from './slack/clients.ts';
import { deliver, deliverRoute } from './slack/deliver.job.ts';
import { fileQueue, fileRoute, sendAsked } from './slack/file.job.ts';

/** Everything that is done after a commit: the queues, which events lead there, and who takes up what waits in them. */
export const queues = [
  deliverQueue,
  refreshQueue,
  cardQueue,
  anchorQueue,
  checkQueue,
  proofsQueue,
  fileQueue,
  backupQueue,
  examQueue,
];

/** What the work needs in hand. */
export type Work = {
  readonly house: (tenant: string) => House;
  readonly capabilities: readonly Capability[];
  readonly clients: Clients;
  readonly cards: Cards;
  readonly anchoring: Anchoring;
  readonly checking: Checking;
  readonly backing: Backing;
  readonly patientOf: (tenant: string) => Patient;
};

export function routesOf(capabilities: readonly Capability[]): Route[] {
  return [
    refreshRoute,
    deliverRoute(capabilities),
    checkRoute,
    proofsRoute,
    fileRoute(capabilities),
    backupRoute,
    examRoute,
  ];
}

export function handlersOf(work: Work): Record<string, (data: Record<string, string>) => Promise<void>> {
  const { house, capabilities, cards, anchoring } = work;
  const slack = work.clients.bulk;
  return {
    [deliverQueue.name]: (data) => deliver(house, capabilities, data),
    [refreshQueue.name]: (data) => refreshSubject(cards, data),
    [cardQueue.name]: (data) => refreshCard(cards, data),
    [anchorQueue.name]: (data) => handOver(house(data.tenant ?? ''), anchoring, data),
    [checkQueue.name]: (data) => runCheck(work.checking, data),
    [proofsQueue.name]: (data) => sendProofs({ house, slack }, data),
    [fileQueue.name]: (data) => sendAsked({ house, slack, capabilities }, data),
    [examQueue.name]: (data) =>
      runExam((tenant) => ({ house: house(tenant), patient: work.patientOf(tenant) }), data),
    [backupQueue.name]: (data) => runBackup(work.backing, data),
  };
}
