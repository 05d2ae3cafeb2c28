import type { z } from 'zod';
import { dataSetById } from '../catalog/data-set.store.ts';
import { mayAsk } from '../catalog/data-set.ts';
import { derivedId } from '../kernel/id.ts';
import { mrkdwn } from '../kernel/message.ts';
import { memberById } from '../people/member.store.ts';
import { scheduleOf } from '../people/schedule.store.ts';
import type { ActionHandler, SubmissionHandler, Visit } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { accessText } from './access.text.ts';
import { fileOf } from './card.view.ts';
import { oweWarning } from './decision.store.ts';
import { grantById, updateGrant } from './grant.store.ts';
import { giveBack, isOpen, mayRevoke, revoke, revokeInput } from './grant.ts';
import { requestById } from './request.store.ts';
import { revokeView } from './request.view.ts';
import { press } from './start.ts';

export const onGiveBack: ActionHandler = async (visit, { value }) => {
  const outcome = await visit.commit({
    id: derivedId('cmd', visit.tenant, visit.cause.id),
    cause: visit.cause,
    keys: [value],
    load: (tx) => grantById(tx, visit.tenant, value),
    decide: giveBack({ by: visit.reader.id }),
    save: (tx, next) => updateGrant(tx, visit.tenant, next),
  });
  return outcome.kind === 'refused' ? say(visit, outcome.refused.key) : { kind: 'nothing' };
};

/** Start: what was approved begins now. */
export const onPress: ActionHandler = async (visit, { value }) => {
  const { tenant, reader } = visit;
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id),
    cause: visit.cause,
    keys: [value],
    load: async (tx) => {
      const grant = await grantById(tx, tenant, value);
      const [request, holder, dataSet, schedule] = await Promise.all([
        grant && requestById(tx, tenant, grant.request),
        memberById(tx, tenant, reader.id),
        grant && dataSetById(tx, tenant, grant.dataSet),
        scheduleOf(tx, tenant, reader.id),
      ]);
      return {
        ...{ grant, request, schedule },
        served: dataSet !== undefined && holder !== undefined && mayAsk(holder, dataSet),
        longestHours: dataSet?.retiredAt ? undefined : dataSet?.longestHours,
      };
    },
    decide: press({ by: reader.id }),
    save: (tx, next) => Promise.all([updateGrant(tx, tenant, next), oweWarning(tx, tenant, next)]),
  });
  return outcome.kind === 'refused' ? say(visit, outcome.refused.key) : { kind: 'nothing' };
};

/** Ending somebody's access asks for a reason; whether one may is said before anybody types. */
export const onRevoke: ActionHandler = async (visit, { value }) => {
  const { reader, tenant } = visit;
  const found = await visit.read(async (tx) => {
    const grant = await grantById(tx, tenant, value);
    return { grant, file: grant && (await fileOf(tx, tenant, grant.request)) };
  });
  if (!found.grant || !found.file) return say(visit, 'access.grantUnknown');
  if (!mayRevoke(visit.member, found.file.dataSet)) return say(visit, 'access.mayNotRevoke');
  if (!isOpen(found.grant, visit.now())) return say(visit, 'access.ended');
  return { kind: 'open', view: revokeView(reader, found.file, found.grant, visit.now()) };
};

export const onRevokeSubmitted: SubmissionHandler = async (visit, view) => {
  const { locale, id: by } = visit.reader;
  const parsed = revokeInput.safeParse(view.values);
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(accessText, locale, parsed.error as z.ZodError) };
  const grantId = view.privateMetadata;
  const outcome = await visit.commit({
    // One modal can end several people's access, one after the other.
    id: derivedId('cmd', visit.tenant, visit.cause.id, grantId),
    cause: visit.cause,
    keys: [grantId],
    load: async (tx) => {
      const [grant, actor] = await Promise.all([
        grantById(tx, visit.tenant, grantId),
        memberById(tx, visit.tenant, by),
      ]);
      return { grant, actor, dataSet: grant && (await dataSetById(tx, visit.tenant, grant.dataSet)) };
    },
    decide: revoke({ by, reason: parsed.data.reason }),
    save: (tx, next) => updateGrant(tx, visit.tenant, next),
  });
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(accessText, locale, outcome, 'reason') };
  return { kind: 'close' };
};

function say(visit: Visit, key: keyof typeof accessText.en & string) {
  return { kind: 'say', text: mrkdwn(accessText, visit.reader.locale, key) } as const;
}
