import type { Database } from '../database/connection.ts';
import { read } from '../database/read.ts';
import { inZone } from '../kernel/locale.ts';
import { openCheckpoint } from '../ledger/checkpoint.ts';
import type { Verifier } from '../ledger/note.ts';
import { companyOf } from '../people/company.store.ts';
import { missingYears } from '../people/company.ts';
import type { Capability, Finding as Found } from '../slack/capability.ts';
import { requireKeks } from '../vault/key.store.ts';
import type { HouseKeys } from '../vault/keys.ts';
import { type Anchoring, anchorageOf } from './anchor.job.ts';
import { aheadSince, lastAnchors, newestNote, notesOf, sampledAnchors } from './anchor.store.ts';
import { type AnchorPlace, AnchorRefused } from './anchor.ts';
import { databaseClock, houseFacts, leafCount, rightsFacts, waitingEvents } from './doctor.store.ts';
import {
  type AnchorFacts,
  type Finding,
  found,
  judgeAnchor,
  judgeCheckpoint,
  judgeClock,
  judgeLag,
  judgeRights,
} from './doctor.ts';
import { judgeHolidays, judgeHouse } from './doctor-slack.ts';
import { type SlackPatient, slackFindings } from './slack.doctor.ts';

/** What the doctor looks at. */
export type Patient = {
  readonly database: Database;
  readonly keys: HouseKeys;
  readonly verifiers: readonly Verifier[];
  readonly anchoring: Anchoring;
  /** Business time. */
  readonly now: () => Date;
  /** This machine's clock, where business time can be moved. */
  readonly clock?: () => Date;
  /** The workspace that is looked at; without one only what belongs to all of them. */
  readonly tenant?: string | undefined;
  readonly slack?: SlackPatient | undefined;
  /** Whose own findings are asked for. */
  readonly capabilities?: readonly Capability[];
  /** The folder of backups; absent: none are made. */
  readonly backups?: string | undefined;
};

type Look = (patient: Patient) => Promise<readonly Found[]>;

/** How many checkpoints of a place are looked at, spread over all of them. */
const sample = 8;

const looks: readonly Look[] = [rights, keys, clock, log, anchors, slack, house, others];

/** Looks at everything, one thing after the other; a database that does not answer leaves nothing else to look at. */
export async function examine(patient: Patient): Promise<Found[]> {
  if (!(await patient.database.reachable())) return [{ verdict: 'wrong', key: 'database.away' }];
  const findings: Found[] = [{ verdict: 'ok', key: 'database.ok' }];
  for (const look of looks) {
    try {
      findings.push(...(await look(patient)));
    } catch (error) {
      // One that cannot look keeps the others from nothing.
      findings.push(found('wrong', 'look.failed', { what: look.name, reason: (error as Error).message }));
    }
  }
  return findings;
}

async function rights({ database }: Patient): Promise<Finding[]> {
  return judgeRights(await read(database, '', rightsFacts));
}

async function keys({ database, keys: held }: Patient): Promise<Finding[]> {
  try {
    await read(database, '', (tx) => requireKeks(tx, held));
    return [{ verdict: 'ok', key: 'keys.ok' }];
  } catch (error) {
    return [{ verdict: 'wrong', key: 'keys.wrong', values: { reason: (error as Error).message } }];
  }
}

async function clock({ database, now, clock: real = now }: Patient): Promise<Finding[]> {
  // The first question may have to open a connection; the answer to the second lies between two moments of ours.
  await read(database, '', databaseClock);
  const before = real().getTime();
  const there = await read(database, '', databaseClock);
  return [judgeClock(there.getTime() - (before + real().getTime()) / 2)];
}

async function log({ database, verifiers, now }: Patient): Promise<Finding[]> {
  const { waiting, newest, entries } = await read(database, '', async (tx) => ({
    waiting: await waitingEvents(tx),
    newest: await newestNote(tx),
    entries: await leafCount(tx),
  }));
  const age = newest ? Math.max(0, now().getTime() - newest.at.getTime()) : 0;
  return [
    judgeLag(waiting, now()),
    judgeCheckpoint({
      opened: newest && openCheckpoint(newest.note, verifiers),
      size: newest?.size ?? 0,
      entries,
      minutes: Math.round(age / 60_000),
    }),
  ];
}

async function anchors(patient: Patient): Promise<Finding[]> {
  const { places, everyMs } = patient.anchoring.settings;
  if (places.length === 0) return [{ verdict: 'warning', key: 'anchors.none' }];
  const findings: Finding[] = [];
  for (const place of places) findings.push(judgeAnchor(await anchorFacts(patient, place), everyMs));
  return findings;
}

async function slack({ slack: at, tenant, database, now }: Patient): Promise<readonly Found[]> {
  if (!at || tenant === undefined) return [found('warning', 'slack.unseen')];
  return slackFindings(at, { tenant, now, read: (work) => read(database, tenant, work) });
}

async function house({ tenant, database, now }: Patient): Promise<Finding[]> {
  if (tenant === undefined) return [];
  const { facts, company } = await read(database, tenant, async (tx) => ({
    facts: await houseFacts(tx, tenant),
    company: await companyOf(tx, tenant),
  }));
  const { year, month } = inZone(now(), company.tz);
  return [...judgeHouse(facts), judgeHolidays(missingYears(company, year), year, month)];
}

async function others({ capabilities = [], tenant, database, now, backups }: Patient): Promise<Found[]> {
  if (tenant === undefined) return [];
  const findings: Found[] = [];
  for (const { examine: look } of capabilities)
    if (look)
      findings.push(...(await read(database, tenant, (tx) => look(tx, { tenant, now: now(), backups }))));
  return findings;
}

/** Looks a place's recorded checkpoints up there, and compares them with what the database says was handed over. */
async function anchorFacts({ database, anchoring, now }: Patient, place: AnchorPlace): Promise<AnchorFacts> {
  const { rows, notes, since } = await read(database, '', async (tx) => {
    const some = await sampledAnchors(tx, place.name, sample);
    return {
      rows: some,
      notes: await notesOf(
        tx,
        some.map(({ size }) => size),
      ),
      since: await aheadSince(tx, (await lastAnchors(tx)).get(place.name)?.size ?? 0),
    };
  });
  const anchorage = anchorageOf(anchoring, place);
  let [looked, gone, changed] = [0, 0, 0];
  let fault: AnchorFacts['fault'];
  try {
    for (const { size, reference } of anchorage ? rows : []) {
      const note = await anchorage?.get(reference);
      looked += 1;
      if (note === undefined) gone += 1;
      else if (note !== notes.get(size)) changed += 1;
    }
  } catch (error) {
    fault = error instanceof AnchorRefused ? error.fault : 'no_answer';
  }
  return {
    place: place.name,
    kind: place.kind,
    looked,
    gone,
    changed,
    fault,
    unseen: anchorage === undefined,
    aheadMs: since ? Math.max(0, now().getTime() - since.getTime()) : 0,
  };
}
