import { useState } from 'react';
import type { ControlChannel } from '../../control.contract.ts';
import { go } from '../navigate.ts';
import { HOME } from '../place.ts';
import { setState, useStore } from '../store.ts';
import { isAppDm, nameOf, partnerOf, useViewer, useWords, useWorkspace } from '../viewer.ts';
import { Avatar, Seal } from './avatar.tsx';
import { Icon } from './icon.tsx';

export function Sidebar() {
  const { name } = useWorkspace('workspace');
  const all = useWorkspace('channels');
  const users = useWorkspace('users');
  const about = useWorkspace('app');
  const viewer = useViewer();
  const words = useWords();
  const drawer = useStore((state) => state.drawer);
  const here = useStore((state) => state.place.channel);

  const own = all.filter(
    (channel) => channel.members.includes(viewer.id) || channel.im_users?.includes(viewer.id),
  );
  const channels = own.filter((channel) => !channel.is_im && !channel.is_archived);
  const app = own.find((channel) => isAppDm(channel, about));
  const dms = own.filter((channel) => channel.is_im && channel !== app);
  const bot = users.find((user) => user.id === about.bot_user);

  return (
    <>
      {drawer && (
        <button
          type="button"
          className="drawer-shade"
          aria-label={words.closeSidebar}
          onClick={() => setState({ drawer: false })}
        />
      )}
      <nav
        id="sidebar"
        className={drawer ? 'sidebar open' : 'sidebar'}
        aria-label={name}
        onKeyDown={(event) => event.key === 'Escape' && setState({ drawer: false })}
      >
        <h1 className="workspace-name">{name}</h1>
        <div className="sidebar-scroll">
          <Section title={words.channels}>
            {channels.map((channel) => (
              <Row key={channel.id} id={channel.id} here={here} unread={channel.unread}>
                <ChannelIcon channel={channel} />
                <span>{channel.name}</span>
              </Row>
            ))}
          </Section>
          {dms.length > 0 && (
            <Section title={words.directMessages}>
              {dms.map((dm) => {
                const partner = users.find((user) => user.id === partnerOf(dm, viewer.id));
                return (
                  <Row key={dm.id} id={dm.id} here={here} unread={dm.unread}>
                    <Avatar user={partner} size={20} />
                    <span>{nameOf(partner)}</span>
                  </Row>
                );
              })}
            </Section>
          )}
          <Section title={words.apps}>
            <Row
              id={HOME}
              here={here === app?.id ? HOME : here}
              unread={app?.unread}
              to={app?.unread ? app.id : HOME}
            >
              <Seal size={20} />
              <span>{nameOf(bot, about.name)}</span>
            </Row>
          </Section>
        </div>
        <Hint />
      </nav>
    </>
  );
}

function ChannelIcon({ channel }: { channel: ControlChannel }) {
  return <Icon name={channel.is_private ? 'lock' : channel.is_ext_shared ? 'shared' : 'channel'} />;
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

function Row(props: {
  id: string;
  here: string;
  unread: number | undefined;
  to?: string;
  children: React.ReactNode;
}) {
  const words = useWords();
  const current = props.here === props.id;
  const unread = current ? 0 : (props.unread ?? 0);
  return (
    <li>
      <button
        type="button"
        className={unread > 0 ? 'sidebar-row unread' : 'sidebar-row'}
        aria-current={current ? 'page' : undefined}
        onClick={() => {
          setState({ drawer: false });
          go({ channel: props.to ?? props.id });
        }}
      >
        {props.children}
        {unread > 0 && (
          <span className="unread-count">
            {unread}
            <span className="visually-hidden">{words.unread(unread)}</span>
          </span>
        )}
      </button>
    </li>
  );
}

const HINT = 'shoumi.hint';

/** What this place is, once, for whoever comes the first time. */
function Hint() {
  const words = useWords();
  const [seen, setSeen] = useState(localStorage.getItem(HINT) === 'seen');
  if (seen) return null;
  return (
    <aside className="sidebar-hint">
      <p>{words.sandboxHint}</p>
      <button
        type="button"
        onClick={() => {
          localStorage.setItem(HINT, 'seen');
          setSeen(true);
        }}
      >
        {words.gotIt}
      </button>
    </aside>
  );
}
