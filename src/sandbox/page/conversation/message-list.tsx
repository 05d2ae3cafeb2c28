import { Fragment, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ControlChannel, ControlMessage } from '../../control.contract.ts';
import { markRead } from '../actions.ts';
import { useStore } from '../store.ts';
import { formatDay, millisOf, sameDay } from '../text/time.ts';
import { nameOf, partnerOf, useNow, useReader, useViewer, useWords, useWorkspace } from '../viewer.ts';
import { Message } from './message.tsx';

/** Messages of one person this close together share one name and face. Seconds. */
const TOGETHER = 5 * 60;
/** So many are drawn at first, and so many more at each wish. */
const PAGE = 100;
const NOTHING: ControlMessage[] = [];

/** The conversation, oldest first, with a line between days; threads show only how many replies they have. */
export function MessageList({ channel }: { channel: ControlChannel }) {
  const all = useStore((state) => state.messages[channel.id]);
  const viewer = useViewer();
  const words = useWords();
  const unread = useUnreadAtOpening(channel, all);
  const [most, setMost] = useState(PAGE);
  const main = (all ?? NOTHING).filter((message) => !message.thread_ts || message.thread_ts === message.ts);
  const shown = main.slice(-most);
  const scroll = useFollow(main.length);

  const last = main.at(-1)?.ts;
  useEffect(() => {
    if (last) markRead(viewer.id, channel.id, last);
  }, [last, viewer.id, channel.id]);

  return (
    <div
      className="message-scroll"
      ref={scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-label={words.messages}
      aria-busy={all === undefined}
    >
      <div className="message-list">
        {all !== undefined && shown.length === main.length && (
          <Beginning channel={channel} empty={main.length === 0} />
        )}
        {shown.length < main.length && (
          <button type="button" className="button earlier" onClick={() => setMost(most + PAGE)}>
            {words.earlier(main.length - shown.length)}
          </button>
        )}
        <Messages messages={shown} unreadFrom={unread} inThread={false} />
      </div>
    </div>
  );
}

/** A run of messages with dividers; the thread panel draws its replies with it as well. */
export function Messages(props: {
  messages: ControlMessage[];
  unreadFrom?: string | undefined;
  inThread: boolean;
}) {
  const { messages, unreadFrom, inThread } = props;
  const reader = useReader();
  const words = useWords();
  const now = useNow();
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const at = millisOf(message.ts);
    const newDay = !inThread && (!before || !sameDay(millisOf(before.ts), at, reader.tz));
    const firstUnread = message.ts === unreadFrom;
    return (
      <Fragment key={message.ts}>
        {newDay && <Divider label={formatDay(at, now, reader)} />}
        {firstUnread && <Divider label={words.newMessages} alarm />}
        <Message
          message={message}
          inThread={inThread}
          compact={!newDay && !firstUnread && together(before, message)}
        />
      </Fragment>
    );
  });
}

function Divider({ label, alarm = false }: { label: string; alarm?: boolean }) {
  return (
    <div className={alarm ? 'divider alarm' : 'divider'}>
      <span>{label}</span>
    </div>
  );
}

function Beginning({ channel, empty }: { channel: ControlChannel; empty: boolean }) {
  const words = useWords();
  const viewer = useViewer();
  const users = useWorkspace('users');
  const partner = nameOf(users.find((user) => channel.is_im && user.id === partnerOf(channel, viewer.id)));
  return (
    <div className="beginning">
      <strong>{channel.is_im ? partner : `#${channel.name}`}</strong>
      <p>{channel.is_im ? words.noMessagesDm(partner) : words.noMessagesChannel(channel.name)}</p>
      {empty && <p className="nothing">{words.noMessages}</p>}
    </div>
  );
}

/** What only one person sees stands alone: each answer says so, and the next is not read as its continuation. */
function together(before: ControlMessage | undefined, message: ControlMessage): boolean {
  return (
    before !== undefined &&
    before.user === message.user &&
    before.is_system === message.is_system &&
    !before.ephemeral_for &&
    !message.ephemeral_for &&
    !before.reply_count &&
    Number(message.ts) - Number(before.ts) < TOGETHER
  );
}

/** The first message that was unread when the conversation was opened; it stays marked while one looks at it. */
function useUnreadAtOpening(
  channel: ControlChannel,
  messages: ControlMessage[] | undefined,
): string | undefined {
  const count = useRef(channel.unread ?? 0);
  const found = useRef<string>(undefined);
  const viewer = useViewer();
  if (messages && count.current > 0 && found.current === undefined) {
    const others = messages.filter(
      (message) => message.user !== viewer.id && (!message.thread_ts || message.thread_ts === message.ts),
    );
    found.current = others.at(-Math.min(count.current, others.length))?.ts ?? '';
  }
  return found.current;
}

/** Keeps the newest message in sight, unless one has scrolled up to read. */
function useFollow(count: number) {
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const note = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
    };
    const follow = () => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    };
    // Fonts and lazily drawn blocks change the height after the messages are there.
    const observer = new ResizeObserver(follow);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    element.addEventListener('scroll', note);
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', note);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is what moves it
  useLayoutEffect(() => {
    if (atEnd.current && scroll.current) scroll.current.scrollTop = scroll.current.scrollHeight;
  }, [count]);
  return scroll;
}
