import { z } from 'zod';
import { type Method, method, refusal, text } from './method.ts';
import { APP, TEAM } from './workspace.ts';

/** Who the app is and where it is installed. */
export const teamMethods: Record<string, Method> = {
  'auth.test': method({
    tier: 'none',
    args: z.object({}),
    run: ({ url, workspace }) => ({
      ok: true,
      url: `${url()}/`,
      team: TEAM.name,
      user: workspace.manifest.display_information.name.toLowerCase(),
      team_id: TEAM.id,
      user_id: APP.bot_user,
      bot_id: APP.bot_id,
      is_enterprise_install: false,
    }),
  }),

  'team.info': method({
    scopes: ['team:read'],
    tier: 3,
    args: z.object({ team: text.optional() }),
    run: ({ url }, args) => {
      if (args.team !== undefined && args.team !== TEAM.id) throw refusal('team_not_found');
      const team = {
        id: TEAM.id,
        name: TEAM.name,
        url: `${url()}/`,
        domain: TEAM.domain,
        email_domain: '',
        icon: {},
      };
      return { ok: true, team };
    },
  }),

  'bots.info': method({
    scopes: ['users:read'],
    tier: 3,
    args: z.object({ bot: text.optional() }),
    run: ({ workspace }, args) => {
      if (args.bot !== APP.bot_id) throw refusal('bot_not_found');
      const { name } = workspace.manifest.display_information;
      const bot = {
        id: APP.bot_id,
        deleted: false,
        name,
        updated: 0,
        app_id: APP.id,
        user_id: APP.bot_user,
        icons: {},
      };
      return { ok: true, bot };
    },
  }),

  'apps.connections.open': method({
    tier: 1,
    token: 'app',
    args: z.object({}),
    run: ({ socket, url }) => ({
      ok: true,
      url: `${url().replace(/^http/, 'ws')}/link/?ticket=${socket.ticket()}&app_id=${APP.id}`,
    }),
  }),
};
