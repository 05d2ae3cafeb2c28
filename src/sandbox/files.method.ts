import { z } from 'zod';
import { mintId, mintSecret } from './chance.ts';
import { checked, known } from './chat.method.ts';
import { type Json, listOf, textOf } from './json.ts';
import { byBot, type SharedFile } from './messages.ts';
import { type Call, count, type Method, method, refusal, structure, text } from './method.ts';
import { post } from './posting.ts';
import { APP } from './workspace.ts';

export type StoredFile = SharedFile & {
  /** Opens the upload; gone once the bytes are there. */
  uploadKey?: string;
  uploaded: boolean;
  complete: boolean;
  channels: string[];
  created: number;
  /** Who gave it to Slack: the app, or a person in a form. */
  user: string;
};

/** Slack takes 1 GB; here a file is kept in a row, and nobody shows more than this in a sandbox. */
export const LARGEST_FILE = 64 * 1024 * 1024;

const MIMETYPES: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  csv: 'text/csv',
  txt: 'text/plain',
  md: 'text/markdown',
  json: 'application/json',
  zip: 'application/zip',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

function mimetypeOf(name: string): string {
  const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
  return (Object.hasOwn(MIMETYPES, extension) && MIMETYPES[extension]) || 'application/octet-stream';
}

export const file = ({ workspace }: Pick<Call, 'workspace'>, id: string) =>
  workspace.store.get<StoredFile>('file', id);

export const filesMethods: Record<string, Method> = {
  'files.getUploadURLExternal': method({
    scopes: ['files:write'],
    tier: 4,
    args: z.object({
      filename: text,
      length: count(LARGEST_FILE),
      alt_txt: text.optional(),
    }),
    run: (call, args) => {
      if (!args.length) throw refusal('invalid_arguments', ['[ERROR] missing required field: length']);
      const made: StoredFile = {
        id: mintId('F'),
        name: args.filename,
        title: args.filename,
        mimetype: mimetypeOf(args.filename),
        size: args.length,
        ...(args.alt_txt ? { alt: args.alt_txt } : {}),
        user: APP.bot_user,
        uploadKey: mintSecret(32),
        uploaded: false,
        complete: false,
        channels: [],
        created: call.workspace.clock.seconds(),
      };
      call.workspace.store.put('file', made.id, made);
      return { ok: true, upload_url: `${call.url()}/upload/${made.id}/${made.uploadKey}`, file_id: made.id };
    },
  }),

  'files.completeUploadExternal': method({
    scopes: ['files:write'],
    tier: 4,
    args: z.object({
      files: structure,
      channel_id: text.optional(),
      thread_ts: text.optional(),
      initial_comment: text.optional(),
    }),
    run: (call, args) => {
      const asked = listOf(args.files);
      if (asked.length === 0) throw refusal('invalid_arguments', ['[ERROR] missing required field: files']);
      const where = args.channel_id === undefined ? undefined : known(call, args.channel_id);
      if (where !== undefined && !where.members.includes(APP.bot_user)) throw refusal('not_in_channel');
      const done = asked.map(({ id, title }) => {
        const found = file(call, textOf(id));
        if (found === undefined || !found.uploaded) throw refusal('file_not_found');
        if (found.complete) throw refusal('file_update_failed');
        return {
          ...found,
          title: textOf(title) || found.title,
          complete: true,
          channels: where ? [where.id] : [],
        };
      });
      for (const one of done) call.workspace.store.put('file', one.id, one);
      if (where !== undefined) {
        post(call, {
          channel: where.id,
          ...byBot,
          ...(args.initial_comment ? checked({ text: args.initial_comment }) : { text: '' }),
          files: done.map(({ id, name, title, mimetype, size, alt }) => ({
            ...{ id, name, title, mimetype, size },
            ...(alt ? { alt } : {}),
          })),
          ...(args.thread_ts === undefined ? {} : { thread_ts: args.thread_ts }),
        });
      }
      return { ok: true, files: done.map((one) => slackFile(call, one)) };
    },
  }),

  'files.info': method({
    scopes: ['files:read'],
    tier: 4,
    args: z.object({ file: text }),
    run: (call, args) => {
      const found = file(call, args.file);
      if (found === undefined || !found.complete) throw refusal('file_not_found');
      return { ok: true, file: slackFile(call, found), comments: [], response_metadata: { next_cursor: '' } };
    },
  }),
};

/** The bytes behind an upload URL. Answers what is wrong, if anything. */
export function receiveUpload(
  call: Pick<Call, 'workspace'>,
  id: string,
  key: string,
  bytes: Uint8Array,
): string | undefined {
  const found = file(call, id);
  if (found === undefined || found.uploadKey === undefined || found.uploadKey !== key)
    return 'invalid_upload_url';
  if (bytes.byteLength !== found.size) return 'file_upload_size_mismatch';
  const { uploadKey: _key, ...rest } = found;
  call.workspace.store.together(() => {
    call.workspace.store.putBytes(id, bytes);
    call.workspace.store.put('file', id, { ...rest, uploaded: true });
  });
  return undefined;
}

/** A person gives Slack a file, as they do when they choose one in a form: it is theirs, and in no conversation. */
export function giveFile(
  { workspace }: Pick<Call, 'workspace'>,
  { user, name, bytes }: { user: string; name: string; bytes: Uint8Array },
): StoredFile {
  const given: StoredFile = {
    id: mintId('F'),
    name,
    title: name,
    mimetype: mimetypeOf(name),
    size: bytes.byteLength,
    uploaded: true,
    complete: true,
    channels: [],
    created: workspace.clock.seconds(),
    user,
  };
  workspace.store.together(() => {
    workspace.store.putBytes(given.id, bytes);
    workspace.store.put('file', given.id, given);
  });
  return given;
}

/** A file as Slack describes it to the app. */
export function slackFile(call: Pick<Call, 'url'>, one: StoredFile): Json {
  const url = `${call.url()}/files-pri/${one.id}/${encodeURIComponent(one.name)}`;
  return {
    id: one.id,
    created: one.created,
    timestamp: one.created,
    name: one.name,
    title: one.title,
    mimetype: one.mimetype,
    filetype: one.name.split('.').at(-1) ?? '',
    user: one.user,
    size: one.size,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    url_private: url,
    url_private_download: url,
    permalink: `${call.url()}/files/${one.user}/${one.id}`,
    channels: one.channels.filter((id) => id.startsWith('C')),
    groups: [],
    ims: one.channels.filter((id) => id.startsWith('D')),
  };
}
