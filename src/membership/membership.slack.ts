import { absencesOf } from '../people/absence.store.ts';
import type { Capability, Subscriber } from '../slack/capability.ts';
import { words } from '../slack/words.ts';
import { onAnnounced, onAnnouncedSubmitted } from './announced.slack.ts';
import { announcedText } from './announced.text.ts';
import { announcedForm } from './announced.view.ts';
import { awayDue, awayHome } from './away.job.ts';
import { onAwayChange, onAwayEnd, onAwayList, onAwayRecord, onAwaySubmitted, runAway } from './away.slack.ts';
import { awayText } from './away.text.ts';
import { awayAct, awayForm } from './away.view.ts';
import { onCompany, onCompanySubmitted, zoneOptions } from './company.slack.ts';
import { companyForm } from './company.view.ts';
import { deputyOwed } from './deputy.job.ts';
import { deputyGoneOwed, oweWithoutDeputy } from './deputy-gone.job.ts';
import { describeMembership } from './event.view.ts';
import { soundsAlarmed } from './incident.parse.ts';
import { runIncident } from './incident.slack.ts';
import { onLeaveForm, onLeaveName } from './leave.slack.ts';
import { leaveAct, leavingPart } from './leave.view.ts';
import { leaverOwed, onRolesSet, oweLeaver } from './leaver.job.ts';
import { aboutMe } from './me.slack.ts';
import { meText } from './me.text.ts';
import { meAct } from './me.view.ts';
import { makeCopy } from './me-copy.job.ts';
import {
  onSettings,
  onSettingsReset,
  onSettingsSubmitted,
  placeOptions,
  runSettings,
} from './settings.slack.ts';
import { settingsText } from './settings.text.ts';
import { settingsAct, settingsForm } from './settings.view.ts';
import { onWelcomeLanguage, welcomeAct, welcomeDue, welcomeOwed } from './welcome.job.ts';
import { welcomeText } from './welcome.text.ts';

/** Whoever was to be stood in for by them is asked, and the admins are told what is to be handed over. */
const leaverGone: Subscriber = async (house, event) => {
  await oweLeaver(house, event);
  await oweWithoutDeputy(house, event);
};

/** Belonging to the company: joining, settings, being away, leaving, and what is held about oneself. */
export function membershipCapability(others: readonly Capability[]): Capability {
  const me = aboutMe(others);
  return {
    name: 'membership',
    texts: [settingsText, announcedText, awayText, welcomeText, meText],
    commands: [
      { word: words.away, hint: { key: 'hint.away' }, run: runAway },
      {
        word: words.incident,
        hint: { key: 'hint.incident' },
        run: runIncident,
        means: async (_, text) => soundsAlarmed(text),
      },
      { word: words.me, hint: { key: 'hint.me' }, run: me.run },
      { word: words.settings, hint: { key: 'hint.settings' }, run: runSettings },
    ],
    actions: {
      [settingsAct.open]: onSettings,
      [settingsAct.reset]: onSettingsReset,
      [settingsAct.company]: onCompany,
      [settingsAct.announced]: onAnnounced,
      [welcomeAct.language]: onWelcomeLanguage,
      [`${meAct.page}.next`]: me.onPage,
      [`${meAct.page}.previous`]: me.onPage,
      [meAct.copy]: me.onCopy,
      [awayAct.list]: onAwayList,
      [awayAct.record]: onAwayRecord,
      [awayAct.change]: onAwayChange,
      [awayAct.end]: onAwayEnd,
      [leaveAct.name]: onLeaveName,
      [leaveAct.form]: onLeaveForm,
    },
    submissions: {
      [settingsForm]: onSettingsSubmitted,
      [companyForm]: onCompanySubmitted,
      [announcedForm]: onAnnouncedSubmitted,
      [awayForm.record]: onAwaySubmitted,
    },
    options: { tz: zoneOptions, place: placeOptions },
    // Whatever concerns a person can stand in their Home: their language first of all.
    concerns: async (tx, tenant, subject) => {
      if (!/^[UW][A-Z0-9]+$/.test(subject)) return [];
      // Who stands in for them, or no longer does, sees it there too.
      const absences = await absencesOf(tx, tenant, subject);
      return [subject, ...absences.flatMap(({ deputies }) => deputies)];
    },
    home: awayHome,
    due: async (house) => {
      await awayDue(house);
      await welcomeDue(house);
    },
    on: {
      'people.left': leaverGone,
      'people.standing_changed': leaverGone,
      'people.roles_set': onRolesSet(others),
    },
    owes: {
      'membership.deputy': deputyOwed,
      'membership.deputy_gone': deputyGoneOwed,
      'membership.welcome': welcomeOwed,
      'membership.leaver': leaverOwed(others),
    },
    leaving: leavingPart,
    files: { 'people.copy_asked': makeCopy(others) },
    describe: describeMembership,
  };
}
