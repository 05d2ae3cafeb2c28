import type { DomainEvent } from '../kernel/event.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { mention } from '../slack/blocks.ts';
import type { Capability } from '../slack/capability.ts';
import { words } from '../slack/words.ts';
import {
  onCaseAdd,
  onCaseBack,
  onCaseClose,
  onCaseEdit,
  onCaseFilter,
  onCaseHistory,
  onCasePage,
  onCaseReopen,
  onCaseSearched,
  onCaseShow,
  onCaseSubmitted,
  onCaseWhich,
} from './case.slack.ts';
import { casesText } from './case.text.ts';
import { caseAct, caseForm, describeCase } from './case.view.ts';
import { runCase } from './case-line.slack.ts';
import {
  groupOptions,
  onClassChosen,
  onDataAdd,
  onDataBack,
  onDataEdit,
  onDataFilter,
  onDataPage,
  onDataRetire,
  onDataSearched,
  onDataShow,
  onDataSubmitted,
  runData,
} from './data.slack.ts';
import { dataAct, dataForm } from './data.view.ts';
import { directoryText } from './directory.text.ts';
import { onImport, onImportPage, onImportSubmitted } from './import.slack.ts';
import { importText } from './import.text.ts';
import { importAct, importForm } from './import.view.ts';
import {
  onPeopleBack,
  onPeopleEdit,
  onPeopleFilter,
  onPeoplePage,
  onPeopleSearched,
  onRolesSubmitted,
  runPeople,
} from './people.slack.ts';
import { peopleAct, peopleForm, rolesInWords } from './people.view.ts';

/** Who and what: people with their roles, and the catalog of client data. */
export const directoryCapability: Capability = {
  name: 'directory',
  // Classes, owners, policies and handling rules of the data sets; sensitive ones are bound to stricter rules.
  controls: ['2.1', '13.3', '15.1'],
  texts: [directoryText, casesText, importText],
  commands: [
    { word: words.data, hint: { key: 'hint.data' }, run: runData },
    { word: words.case, hint: { key: 'hint.case' }, run: runCase },
    { word: words.people, hint: { key: 'hint.people' }, run: runPeople },
  ],
  actions: {
    [peopleAct.filter]: onPeopleFilter,
    [peopleAct.next]: onPeoplePage,
    [peopleAct.previous]: onPeoplePage,
    [peopleAct.edit]: onPeopleEdit,
    [peopleAct.back]: onPeopleBack,
    [caseAct.filter]: onCaseFilter,
    [caseAct.next]: onCasePage,
    [caseAct.previous]: onCasePage,
    [caseAct.mine]: onCaseWhich,
    [caseAct.open]: onCaseWhich,
    [caseAct.closed]: onCaseWhich,
    [caseAct.show]: onCaseShow,
    [caseAct.back]: onCaseBack,
    [caseAct.add]: onCaseAdd,
    [caseAct.edit]: onCaseEdit,
    [caseAct.import]: onImport,
    [importAct.other]: onImport,
    [importAct.next]: onImportPage,
    [importAct.previous]: onImportPage,
    [caseAct.close]: onCaseClose,
    [caseAct.reopen]: onCaseReopen,
    [caseAct.history]: onCaseHistory,
    [`${caseAct.history}.previous`]: onCaseHistory,
    [`${caseAct.history}.next`]: onCaseHistory,
    [dataAct.filter]: onDataFilter,
    [dataAct.next]: onDataPage,
    [dataAct.previous]: onDataPage,
    [dataAct.show]: onDataShow,
    [dataAct.back]: onDataBack,
    [dataAct.add]: onDataAdd,
    [dataAct.edit]: onDataEdit,
    [dataAct.class]: onClassChosen,
    [dataAct.retire]: onDataRetire,
  },
  submissions: {
    [peopleForm.list]: onPeopleSearched,
    [peopleForm.roles]: onRolesSubmitted,
    [importForm]: onImportSubmitted,
    [caseForm.list]: onCaseSearched,
    [caseForm.describe]: onCaseSubmitted,
    [dataForm.list]: onDataSearched,
    [dataForm.describe]: onDataSubmitted,
  },
  // By the field's name: its action id differs with every drawing.
  options: { approverGroups: groupOptions },
  describe: (event, reader) => describeCase(event, reader) ?? describeDirectory(event, reader),
};

/** An event about people or data sets in one sentence. */
function describeDirectory({ type, data, personal }: DomainEvent, reader: Reader): string | undefined {
  const { locale } = reader;
  const by = typeof data.by === 'string' ? mention(data.by) : '—';
  switch (type) {
    case 'people.joined':
      return plain(directoryText, locale, 'event.joined');
    case 'people.left':
      return plain(directoryText, locale, 'event.left');
    case 'people.returned':
      return plain(directoryText, locale, 'event.returned');
    case 'people.standing_changed':
      return plain(directoryText, locale, data.standing === 'member' ? 'event.employee' : 'event.guest');
    case 'people.group_changed':
      return plain(directoryText, locale, 'event.group');
    case 'people.roles_set': {
      const held = rolesInWords(Array.isArray(data.roles) ? data.roles : [], reader);
      const values = {
        by,
        roles: held || plain(directoryText, locale, 'people.noRole'),
        manager: typeof data.manager === 'string' ? mention(data.manager) : '—',
      };
      return mrkdwn(directoryText, locale, data.by === null ? 'event.firstAdmin' : 'event.roles', values);
    }
    case 'catalog.added':
    case 'catalog.changed': {
      const name = (locale === 'zh' ? personal.nameZh : personal.nameEn) ?? '—';
      const values = { by, name, revision: Number(data.revision) };
      return mrkdwn(
        directoryText,
        locale,
        type === 'catalog.added' ? 'event.added' : 'event.changed',
        values,
      );
    }
    case 'catalog.retired':
      return mrkdwn(directoryText, locale, 'event.retired', { by });
    case 'vault.shredded':
      return plain(directoryText, locale, 'event.shredded');
    case 'vault.rotated':
      return plain(directoryText, locale, 'event.rotated');
    default:
      return undefined;
  }
}
