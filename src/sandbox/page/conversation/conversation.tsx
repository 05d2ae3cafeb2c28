import type { ReactNode } from 'react';
import type { ControlChannel } from '../../control.contract.ts';
import { Avatar } from '../chrome/avatar.tsx';
import { Icon } from '../chrome/icon.tsx';
import { go } from '../navigate.ts';
import { HOME } from '../place.ts';
import { useStore } from '../store.ts';
import { isAppDm, nameOf, partnerOf, useViewer, useWords, useWorkspace } from '../viewer.ts';
import { AppHome } from './app-home.tsx';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { ThreadPanel } from './thread-panel.tsx';

/** The middle of the page: a channel, a DM, or the app with its two tabs. */
export function Conversation() {
  const channels = useWorkspace('channels');
  const app = useWorkspace('app');
  const viewer = useViewer();
  const words = useWords();
  const place = useStore((state) => state.place);
  const channel = channels.find((one) => one.id === place.channel);
  const dm = channels.find((one) => isAppDm(one, app) && one.im_users?.includes(viewer.id));

  if (place.channel === HOME) {
    return (
      <main className="conversation" id="conversation">
        <AppHead tab="home" dm={dm} />
        <AppHome />
      </main>
    );
  }
  const visible =
    channel &&
    (channel.is_im
      ? channel.im_users?.includes(viewer.id)
      : !channel.is_private || channel.members.includes(viewer.id));
  if (!channel || !visible) {
    return (
      <main className="conversation" id="conversation">
        <p className="empty">{words.noPlace}</p>
      </main>
    );
  }
  return (
    <>
      <main className="conversation" id="conversation">
        {channel === dm ? <AppHead tab="messages" dm={dm} /> : <ChannelHead channel={channel} />}
        <MessageList key={`${viewer.id} ${channel.id}`} channel={channel} />
        <Foot channel={channel} />
      </main>
      {place.thread && (
        <ThreadPanel key={`${viewer.id} ${place.thread}`} channel={channel} thread={place.thread} />
      )}
    </>
  );
}

function ChannelHead({ channel }: { channel: ControlChannel }) {
  const words = useWords();
  const viewer = useViewer();
  const users = useWorkspace('users');
  const partner = channel.is_im ? users.find((user) => user.id === partnerOf(channel, viewer.id)) : undefined;
  return (
    <header className="conversation-head">
      <h2>
        {partner ? (
          <Avatar user={partner} size={24} />
        ) : (
          <Icon name={channel.is_private ? 'lock' : 'channel'} />
        )}
        {partner ? nameOf(partner) : channel.name}
      </h2>
      {channel.is_ext_shared && <span className="badge">{words.shared}</span>}
      {channel.is_private && !channel.is_im && <span className="badge">{words.privateChannel}</span>}
      <p className="topic" title={channel.topic}>
        {partner ? partner.title : channel.topic}
      </p>
      {!channel.is_im && <span className="member-count">{words.people(channel.members.length)}</span>}
    </header>
  );
}

function AppHead({ tab, dm }: { tab: 'home' | 'messages'; dm: ControlChannel | undefined }) {
  const words = useWords();
  const users = useWorkspace('users');
  const app = useWorkspace('app');
  const bot = users.find((user) => user.id === app.bot_user);
  const tabButton = (name: 'home' | 'messages', target: string, label: ReactNode) => (
    <button
      type="button"
      aria-current={tab === name ? 'page' : undefined}
      onClick={() => go({ channel: target })}
    >
      {label}
    </button>
  );
  return (
    <header className="conversation-head app-head">
      <h2>
        <Avatar user={bot} size={24} />
        {nameOf(bot, app.name)}
      </h2>
      <nav className="tabs" aria-label={nameOf(bot, app.name)}>
        {tabButton('home', HOME, words.home)}
        {dm &&
          tabButton(
            'messages',
            dm.id,
            <>
              {words.messages}
              {tab === 'home' && (dm.unread ?? 0) > 0 && <span className="unread-count">{dm.unread}</span>}
            </>,
          )}
      </nav>
    </header>
  );
}

function Foot({ channel }: { channel: ControlChannel }) {
  const words = useWords();
  const viewer = useViewer();
  const users = useWorkspace('users');
  if (channel.is_archived) return <p className="foot-note">{words.archived}</p>;
  if (viewer.deleted) return <p className="foot-note">{words.leftBanner(nameOf(viewer))}</p>;
  const partner = users.find((user) => channel.is_im && user.id === partnerOf(channel, viewer.id));
  return (
    <Composer
      key={`${viewer.id} ${channel.id}`}
      channel={channel.id}
      to={partner ? nameOf(partner) : `#${channel.name}`}
    />
  );
}
