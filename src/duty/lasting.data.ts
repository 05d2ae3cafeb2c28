import {
  after,
  choice,
  duty,
  found,
  list,
  monthly,
  number,
  pace,
  quarterly,
  type Template,
  twice,
  where,
  yearly,
} from './template.ts';

/** Duties that stay: what no program can do for the firm. */
export const lasting: readonly Template[] = [
  duty(
    'leaver-handover',
    ['1.3', '3.3'],
    { owner: 'it', checker: 'staff' },
    pace(after('people.left', 1), 1, 1),
    [list('steps', 5), found],
  ),
  duty('data-set-review', ['2.1', '15.1'], { owner: 'officer' }, pace(twice(4, 15), 10, 5), [
    list('looked', 4),
    number('changed'),
    found,
  ]),
  duty('policy-review', ['2.4'], { owner: 'officer', checker: 'management' }, pace(yearly(6, 10), 15, 10), [
    list('read', 4),
    number('changed'),
    found,
    where,
  ]),
  duty(
    'encryption-attest',
    ['3.1', '15.2', 'F.2'],
    { owner: 'it', checker: 'officer' },
    pace(quarterly(1, 12), 5, 5),
    [list('holds', 5), found, where],
  ),
  duty('network-defence', ['3.2'], { owner: 'it' }, pace(monthly(4), 3, 3), [
    list('holds', 4),
    number('alerts'),
    found,
  ]),
  duty('accounts-mfa', ['3.3'], { owner: 'it', checker: 'officer' }, pace(quarterly(2, 12), 5, 5), [
    number('accounts'),
    number('without'),
    list('holds', 4),
    found,
  ]),
  duty('backup-others', ['3.4', '15.3'], { owner: 'it', checker: 'officer' }, pace(monthly(6), 3, 3), [
    choice('outcome', 3),
    number('minutes', 'min'),
    found,
    where,
  ]),
  duty(
    'actions-review',
    ['5.4', '20.2'],
    { owner: 'officer', checker: 'management' },
    pace(quarterly(3, 10), 5, 5),
    [number('late'), number('effective'), found],
  ),
  duty(
    'oversight-committee',
    ['8.1'],
    { owner: 'officer', kind: 'meeting' },
    pace({ kind: 'workday', every: 'quarter', nth: 8 }, 5, 5),
    [number('present'), { key: 'minutes', kind: 'text', needed: true, shared: true }, where],
  ),
  duty('mandate', ['8.1'], { owner: 'management' }, pace(yearly(2, 20), 10, 10), [
    list('holds', 4),
    number('people'),
    found,
    where,
  ]),
  duty('peer-exchange', ['9.4'], { owner: 'officer' }, pace(twice(5, 25), 10, 10), [number('events'), found]),
  duty('team-meeting', ['12.1'], { owner: 'officer', kind: 'meeting' }, pace(monthly(5), 3, 3), [
    number('present'),
    { key: 'minutes', kind: 'text', needed: true, shared: true },
    where,
  ]),
  duty('public-activity', ['19.2'], { owner: 'management' }, pace(yearly(11, 10), 20, 10), [found, where]),
  duty('new-techniques', ['20.3'], { owner: 'it' }, pace(twice(4, 5), 10, 10), [number('tried'), found]),
];
