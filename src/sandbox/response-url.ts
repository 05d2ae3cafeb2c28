import { mintSecret } from './chance.ts';
import { TEAM } from './workspace.ts';

/** Source: docs.slack.dev, "Handling user interaction": a response_url takes 5 answers within 30 minutes. Real time. */
const USES = 5;
const LIVES_MS = 30 * 60_000;

/** Where the person acted, and on which message (a command acts on none). */
export type ResponsePlace = { user: string; channel: string; ts?: string; threadTs?: string };

export type ResponseUrls = {
  issue(place: ResponsePlace): string;
  /** Uses one of the five; what it was given out for, or why it no longer serves. */
  use(id: string): ResponsePlace | 'expired_url' | 'used_url' | 'not_found';
};

export const RESPONSE_PATH = '/response';

export function openResponseUrls(baseUrl: () => string): ResponseUrls {
  const urls = new Map<string, { place: ResponsePlace; at: number; left: number }>();
  return {
    issue: (place) => {
      const now = Date.now();
      for (const [id, { at }] of urls) {
        if (now - at < LIVES_MS * 2) break;
        urls.delete(id);
      }
      const id = mintSecret(32);
      urls.set(id, { place, at: now, left: USES });
      return `${baseUrl()}${RESPONSE_PATH}/${TEAM.id}/${id}`;
    },
    use: (id) => {
      const url = urls.get(id);
      if (url === undefined) return 'not_found';
      if (Date.now() - url.at > LIVES_MS) return 'expired_url';
      if (url.left === 0) return 'used_url';
      url.left -= 1;
      return url.place;
    },
  };
}
