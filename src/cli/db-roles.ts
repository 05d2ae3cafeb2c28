import { randomBytes } from 'node:crypto';
import { makeRoles, roles, rolesSql } from '../database/roles.ts';
import type { CliCommand } from './command.ts';

/** Makes the cluster's roles with an administrator's login, or prints what an administrator has to run. */
export const dbRolesCommand: CliCommand = {
  words: 'db roles',
  takes: '[--as <url>] [--owner <name>]',
  says: 'prints the SQL that makes the database’s roles with new passwords; with an administrator’s --as address, runs it',
  options: { as: { type: 'string' }, owner: { type: 'string' } },
  run: async ({ flags }) => {
    const owner = typeof flags.owner === 'string' ? flags.owner : 'shoumi';
    const password = () => randomBytes(24).toString('hex');
    const passwords = { owner: password(), app: password(), auditor: password() };
    if (typeof flags.as === 'string') await makeRoles(flags.as, { owner, passwords });
    else for (const statement of rolesSql({ owner, passwords })) console.log(`${statement};`);
    console.log(
      [
        `-- The logins are ${owner} (DATABASE_OWNER_URL), ${roles.app} (DATABASE_URL) and ${roles.auditor} (for an auditor’s own look).`,
        ...(typeof flags.as === 'string'
          ? Object.entries({
              [owner]: passwords.owner,
              [roles.app]: passwords.app,
              [roles.auditor]: passwords.auditor,
            }).map(([name, secret]) => `-- ${name}: ${secret}`)
          : []),
        `-- A new database for it: create database shoumi owner ${owner};`,
      ].join('\n'),
    );
    return 0;
  },
};
