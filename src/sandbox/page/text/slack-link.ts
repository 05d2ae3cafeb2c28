import { HOME, type Place } from '../place.ts';

/**
 * A permalink (`…/archives/C…/p…` on one of the workspace's own hosts) or an `slack://app` link to the app as a place in
 * this page; nothing for any other address.
 */
export function placeOfLink(url: string, hosts: string[], appId: string): Partial<Place> | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname, searchParams } = new URL(url);
  if (protocol === 'slack:' && hostname === 'app' && searchParams.get('id') === appId)
    return { channel: HOME };
  if (!hosts.includes(hostname)) return undefined;
  const [, channel = '', message = ''] = /^\/archives\/([A-Z0-9]+)(?:\/p(\d{11,}))?$/.exec(pathname) ?? [];
  if (!channel) return undefined;
  const thread = searchParams.get('thread_ts') ?? '';
  return thread && message ? { channel, thread } : { channel };
}
