import { memo, useState } from 'react';
import type { ControlMessage } from '../../control.contract.ts';
import { deleteMessage, interact, runShortcut, suggest } from '../actions.ts';
import { Blocks } from '../blocks/block.tsx';
import type { Block } from '../blocks/shape.ts';
import { SurfaceContext } from '../blocks/surface.ts';
import { useValues } from '../blocks/values.ts';
import { Avatar } from '../chrome/avatar.tsx';
import { Icon } from '../chrome/icon.tsx';
import { go } from '../navigate.ts';
import { Menu } from '../overlay/menu.tsx';
import { confirmed } from '../store.ts';
import { Emoji, Mrkdwn } from '../text/rendered.tsx';
import { formatDateTime, formatTime, millisOf } from '../text/time.ts';
import { nameOf, useReader, useViewer, useWords, useWorkspace } from '../viewer.ts';
import { Attachments, Files } from './attachments.tsx';
import { MessageEditor } from './message-editor.tsx';

/** Drawn again only when it changed: a conversation can be long, and every message changes something. */
export const Message = memo(function Message({
  message,
  compact,
  inThread,
}: {
  message: ControlMessage;
  compact: boolean;
  inThread: boolean;
}) {
  const words = useWords();
  const reader = useReader();
  const users = useWorkspace('users');
  const author = users.find((user) => user.id === message.user);
  const at = millisOf(message.ts);
  const time = (
    <time className="message-time" dateTime={new Date(at).toISOString()} title={formatDateTime(at, reader)}>
      {formatTime(at, reader)}
    </time>
  );
  const [editing, setEditing] = useState(false);
  const kind = message.ephemeral_for ? ' ephemeral' : '';
  return (
    <article
      className={`message${compact ? ' compact' : ''}${kind}`}
      aria-label={nameOf(author, words.system)}
      data-ts={message.ts}
    >
      {message.ephemeral_for && !compact && (
        <p className="only-you">
          <Icon name="eye" />
          {words.onlyYou}
        </p>
      )}
      <div className="message-side">{compact ? time : <Avatar user={author} />}</div>
      <div className="message-body">
        {!compact && (
          <header>
            <strong>{nameOf(author, words.system)}</strong>
            {author?.is_bot && <span className="badge">{words.app}</span>}
            {author?.deleted && <span className="badge">{words.left}</span>}
            {time}
          </header>
        )}
        {editing ? (
          <MessageEditor message={message} onDone={() => setEditing(false)} />
        ) : (
          <Content message={message} />
        )}
        <Reactions message={message} />
        {!inThread && <Replies message={message} />}
      </div>
      <Toolbar message={message} inThread={inThread} onEdit={() => setEditing(true)} />
    </article>
  );
});

function Content({ message }: { message: ControlMessage }) {
  const words = useWords();
  const viewer = useViewer();
  const { stateOf, setValue } = useValues();
  const where = { channel: message.channel, messageTs: message.ts, user: viewer.id };
  const surface = {
    stateOf,
    setValue,
    act: (action: Record<string, unknown>) => interact({ ...where, action }),
    suggest: (blockId: string, actionId: string, value: string) =>
      suggest({ ...where, block_id: blockId, action_id: actionId, value }),
    errors: {},
  };
  // What people type is drawn from its text, which knows mentions; its rich text copy does not.
  const blocks = message.bot_id || message.is_system ? (message.blocks as Block[] | undefined) : undefined;
  return (
    <SurfaceContext value={surface}>
      <div className="message-content">
        {blocks?.length ? <Blocks blocks={blocks} /> : message.text && <Mrkdwn text={message.text} />}
        {message.edited && <span className="edited"> {words.edited}</span>}
      </div>
      <Attachments attachments={message.attachments} />
      <Files files={message.files} />
    </SurfaceContext>
  );
}

function Reactions({ message }: { message: ControlMessage }) {
  const users = useWorkspace('users');
  const viewer = useViewer();
  if (!message.reactions?.length) return null;
  return (
    <ul className="reactions">
      {message.reactions.map((reaction) => (
        <li
          key={reaction.name}
          className={reaction.users.includes(viewer.id) ? 'mine' : undefined}
          title={reaction.users
            .map((id) =>
              nameOf(
                users.find((user) => user.id === id),
                id,
              ),
            )
            .join(', ')}
        >
          <Emoji name={reaction.name} /> {reaction.users.length}
        </li>
      ))}
    </ul>
  );
}

function Replies({ message }: { message: ControlMessage }) {
  const words = useWords();
  if (!message.reply_count) return null;
  return (
    <button type="button" className="replies link" onClick={() => go({ thread: message.ts })}>
      {words.replies(message.reply_count)}
      <Icon name="forward" />
    </button>
  );
}

/** Appears on hover and focus: reply, the app's message shortcuts, and what one may do with one's own words. */
function Toolbar(props: { message: ControlMessage; inThread: boolean; onEdit(): void }) {
  const { message, inThread, onEdit } = props;
  const words = useWords();
  const viewer = useViewer();
  const app = useWorkspace('app');
  if (message.ephemeral_for) return null;
  const shortcuts = app.shortcuts.filter((shortcut) => shortcut.type === 'message');
  const items = shortcuts.map((shortcut) => ({
    key: shortcut.callback_id,
    content: (
      <span className="option-text">
        {shortcut.name}
        <small>{shortcut.description}</small>
      </span>
    ),
    onSelect: () =>
      void runShortcut({
        user: viewer.id,
        callback_id: shortcut.callback_id,
        channel: message.channel,
        messageTs: message.ts,
      }),
  }));
  const own = [
    { key: 'edit', content: words.editMessage, onSelect: onEdit },
    { key: 'delete', content: words.deleteMessage, onSelect: () => void remove() },
  ];
  const remove = async () => {
    const ask = {
      title: { text: words.deleteMessage },
      text: { type: 'plain_text', text: words.deleteForGood },
      confirm: { text: words.deleteYes },
      style: 'danger',
    };
    if (await confirmed(ask))
      await deleteMessage({ channel: message.channel, ts: message.ts, user: viewer.id });
  };
  return (
    <div className="message-toolbar">
      {!inThread && (
        <button
          type="button"
          className="icon-button"
          aria-label={words.replyInThread}
          title={words.replyInThread}
          onClick={() => go({ thread: message.ts })}
        >
          <Icon name="reply" />
        </button>
      )}
      {!viewer.deleted && (
        <Menu
          label={words.moreActions}
          button={<Icon name="more" />}
          buttonClass="icon-button"
          sections={[{ title: app.name, items }, { items: message.user === viewer.id ? own : [] }]}
          empty={words.noMessageShortcuts}
          align="end"
        />
      )}
    </div>
  );
}
