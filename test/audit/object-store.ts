import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export const login = {
  keyId: 'AKIDEXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'eu-test-1',
};

export type ObjectStore = {
  readonly url: string;
  readonly objects: Map<string, string>;
  readonly puts: string[];
  /** Answers this status once, instead of doing what was asked. */
  fail: number | undefined;
  stop(): Promise<void>;
};

/**
 * As much of S3's REST API as a client of three calls sees: PUT, GET and ListObjectsV2 in pages of two, every request signed by Signature
 * Version 4 as AWS documents it, checked here from the specification and not with the client's library.
 */
export async function startObjectStore(): Promise<ObjectStore> {
  const objects = new Map<string, string>();
  const puts: string[] = [];
  const store = { fail: undefined as number | undefined };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const end = (status: number, text = '') => response.writeHead(status).end(text);
    if (store.fail) {
      const status = store.fail;
      store.fail = undefined;
      return end(status);
    }
    if (!signed(request, body)) return end(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
    const url = new URL(request.url ?? '/', 'http://store');
    if (url.searchParams.get('list-type') === '2') return end(200, list(objects, url));
    const key = decodeURIComponent(url.pathname.replace(/^\/bucket\//, ''));
    if (request.method === 'PUT') {
      objects.set(key, body.toString('utf8'));
      puts.push(key);
      return end(200);
    }
    const held = objects.get(key);
    return held === undefined ? end(404, '<Error><Code>NoSuchKey</Code></Error>') : end(200, held);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(store, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    puts,
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  });
}

function list(objects: ReadonlyMap<string, string>, url: URL): string {
  const prefix = url.searchParams.get('prefix') ?? '';
  const from = url.searchParams.get('continuation-token') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > from).sort();
  const page = keys.slice(0, 2);
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>bucket</Name>${page
    .map((key) => `<Contents><Key>${escaped(key)}</Key><Size>1</Size></Contents>`)
    .join('')}${
    keys.length > 2 ? `<NextContinuationToken>${escaped(page[1] ?? '')}</NextContinuationToken>` : ''
  }</ListBucketResult>`;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function signed(request: IncomingMessage, body: Buffer): boolean {
  const [, scope = '', names = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=[^/]+\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      String(request.headers.authorization),
    ) ?? [];
  const [day = '', region = '', service = ''] = scope.split('/');
  if (region !== login.region || service !== 's3') return false;
  const url = new URL(request.url ?? '/', 'http://store');
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const hash = String(request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD');
  if (hash !== 'UNSIGNED-PAYLOAD' && hash !== createHash('sha256').update(body).digest('hex')) return false;
  const canonical = [
    request.method,
    url.pathname
      .split('/')
      .map((part) => encoded(decodeURIComponent(part)))
      .join('/'),
    query,
    ...names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    names,
    hash,
  ].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'],
    scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${login.secret}`, day));
  return hmac(key, toSign).toString('hex') === signature;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
