import { describe, expect, it } from 'vitest';
import { channelFault } from '../../src/slack/channel.post.ts';

describe('whether something may be posted in a channel', () => {
  it.each([
    ['of one’s own company', {}, undefined],
    ['of several workspaces of one organisation', { is_shared: true, is_org_shared: true }, undefined],
    ['archived', { is_archived: true }, 'archived'],
    ['shared with another company', { is_shared: true, is_ext_shared: true }, 'shared'],
    ['shared in a way Slack does not name', { is_shared: true }, 'shared'],
    ['that another company is invited to', { is_pending_ext_shared: true }, 'shared'],
    ['with an invitation under way', { pending_shared: ['T0OTHER'] }, 'shared'],
    ['with a connection under way', { pending_connected_team_ids: ['T0OTHER'] }, 'shared'],
    ['shared, and archived on top', { is_ext_shared: true, is_archived: true }, 'shared'],
  ] as const)('%s', (_what, facts, fault) => {
    expect(channelFault(facts)).toBe(fault);
  });
});
