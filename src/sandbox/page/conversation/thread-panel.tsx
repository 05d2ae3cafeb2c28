import { useEffect, useRef } from 'react';
import type { ControlChannel } from '../../control.contract.ts';
import { Icon } from '../chrome/icon.tsx';
import { go } from '../navigate.ts';
import { useStore } from '../store.ts';
import { useViewer, useWords } from '../viewer.ts';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';
import { Messages } from './message-list.tsx';

/** A message and its replies, beside the conversation; over it where there is no room. */
export function ThreadPanel({ channel, thread }: { channel: ControlChannel; thread: string }) {
  const words = useWords();
  const viewer = useViewer();
  const all = useStore((state) => state.messages[channel.id]);
  const parent = all?.find((message) => message.ts === thread);
  const replies = all?.filter((message) => message.thread_ts === thread && message.ts !== thread) ?? [];
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new reply is what moves it
  useEffect(() => {
    // In braces: what it returns (a promise, in new browsers) must not be taken for a clean-up.
    void end.current?.scrollIntoView({ block: 'nearest' });
  }, [replies.length]);

  const close = () => go({ thread: '' });
  return (
    <aside
      className="thread"
      aria-label={words.thread}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && close()}
    >
      <header className="panel-head">
        <h2>
          {words.thread} {channel.name && <small>#{channel.name}</small>}
        </h2>
        <button type="button" className="icon-button" aria-label={words.closeThread} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div className="thread-scroll">
        {parent && <Message message={parent} compact={false} inThread />}
        {replies.length > 0 && (
          <div className="divider left">
            <span>{words.replies(replies.length)}</span>
          </div>
        )}
        <Messages messages={replies} inThread />
        <div ref={end} />
        {parent && !viewer.deleted && <Composer channel={channel.id} to="" thread={thread} />}
      </div>
    </aside>
  );
}
