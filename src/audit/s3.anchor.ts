import { AwsClient } from 'aws4fetch';
import {
  type Anchorage,
  type AnchorPlace,
  AnchorRefused,
  anchorName,
  type S3Login,
  sizeFromName,
} from './anchor.ts';

const longestCallMs = 15_000;

/**
 * Checkpoints as objects of a bucket, by S3's REST API with Signature Version 4 and the bucket in the path. An object that is there is
 * not written again; a bucket with object lock or versions keeps even the operator from doing so.
 */
export function s3Anchorage(
  place: Extract<AnchorPlace, { kind: 's3' }>,
  login: S3Login | undefined,
): Anchorage {
  const base = new URL(place.address);
  const [, bucket = '', ...folders] = base.pathname.split('/');
  const prefix = folders.length > 0 ? `${decodeURIComponent(folders.join('/'))}/` : '';
  const aws =
    login &&
    new AwsClient({
      accessKeyId: login.keyId,
      secretAccessKey: login.secret,
      region: login.region,
      service: 's3',
      retries: 0,
    });

  async function call(url: URL, init: { method?: string; body?: string; headers?: HeadersInit } = {}) {
    if (!aws) throw new AnchorRefused(place, 'no_login');
    const answer = await aws.fetch(url.href, { ...init, signal: AbortSignal.timeout(longestCallMs) });
    if (answer.status === 401 || answer.status === 403) throw new AnchorRefused(place, 'denied');
    return answer;
  }
  const object = (name: string): URL => new URL(`${base.href}/${name}`);
  const failed = (answer: Response): Error => new Error(`the object store answered ${answer.status}`);

  async function read(name: string): Promise<string | undefined> {
    const answer = await call(object(name));
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw failed(answer);
    return answer.text();
  }

  return {
    place,
    put: async ({ size, note }) => {
      const name = anchorName(size);
      const there = await read(name);
      if (there !== undefined && there !== note) throw new AnchorRefused(place, 'other_content');
      if (there === undefined) {
        const answer = await call(object(name), {
          method: 'PUT',
          body: note,
          headers: { 'content-type': 'text/plain; charset=utf-8' },
        });
        if (!answer.ok) throw failed(answer);
      }
      return name;
    },
    get: read,
    all: async function* () {
      for (let token = '', more = true; more; ) {
        const list = new URL(`${base.origin}/${bucket}`);
        list.searchParams.set('list-type', '2');
        if (prefix) list.searchParams.set('prefix', prefix);
        if (token) list.searchParams.set('continuation-token', token);
        const answer = await call(list);
        if (!answer.ok) throw failed(answer);
        const text = await answer.text();
        for (const key of elements(text, 'Key')) {
          const name = key.startsWith(prefix) ? key.slice(prefix.length) : '';
          const note = sizeFromName(name) === undefined ? undefined : await read(name);
          if (note !== undefined) yield note;
        }
        token = elements(text, 'NextContinuationToken')[0] ?? '';
        more = token !== '';
      }
    },
  };
}

/** The texts of all elements of a name in an answer to ListObjectsV2, whose elements of interest hold text only. */
function elements(xml: string, name: string): string[] {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
    text.replaceAll(/&(#x?[\da-f]+|\w+);/gi, (whole, entity: string) => {
      if (!entity.startsWith('#')) return named[entity] ?? whole;
      const code =
        entity[1]?.toLowerCase() === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
      return String.fromCodePoint(code);
    }),
  );
}
