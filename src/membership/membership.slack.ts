import type { Capability } from '../slack/capability.ts';
import { words } from '../slack/words.ts';
import { onCompany, onCompanySubmitted, zoneOptions } from './company.slack.ts';
import { companyForm } from './company.view.ts';
import { describeSettings } from './event.view.ts';
import { onSettings, onSettingsReset, onSettingsSubmitted, runSettings } from './settings.slack.ts';
import { settingsText } from './settings.text.ts';
import { settingsAct, settingsForm } from './settings.view.ts';

/** Belonging to the company: joining, settings, being away, leaving, and what is held about oneself. */
export const membershipCapability: Capability = {
  name: 'membership',
  texts: [settingsText],
  commands: [{ word: words.settings, hint: { key: 'hint.settings' }, run: runSettings }],
  actions: {
    [settingsAct.open]: onSettings,
    [settingsAct.reset]: onSettingsReset,
    [settingsAct.company]: onCompany,
  },
  submissions: {
    [settingsForm]: onSettingsSubmitted,
    [companyForm]: onCompanySubmitted,
  },
  options: { tz: zoneOptions },
  // Whatever concerns a person can stand in their Home: their language first of all.
  concerns: async (_tx, _tenant, subject) => (/^[UW][A-Z0-9]+$/.test(subject) ? [subject] : []),
  describe: describeSettings,
};
