import type { ControlUser } from '../../control.contract.ts';
import { go } from '../navigate.ts';
import { Menu } from '../overlay/menu.tsx';
import { getState } from '../store.ts';
import { formatTime } from '../text/time.ts';
import { nameOf, partnerOf, SLACKBOT, useNow, useViewer, useWords, useWorkspace } from '../viewer.ts';
import type { wordsOf } from '../words.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';

/** Who am I: everyone of the workspace, each with title, language and what time it is for them. */
export function PersonSwitcher() {
  const viewer = useViewer();
  const words = useWords();
  const now = useNow();
  const users = useWorkspace('users');
  const items = users
    .filter((user) => !user.is_bot && user.id !== SLACKBOT)
    .map((user) => ({
      key: user.id,
      checked: user.id === viewer.id,
      content: (
        <PersonRow user={user} time={formatTime(now, { locale: viewer.locale, tz: user.tz })} words={words} />
      ),
      onSelect: () => become(user),
    }));
  return (
    <Menu
      label={words.youAre(nameOf(viewer))}
      buttonClass="person-button"
      menuClass="person-menu"
      align="end"
      sections={[{ title: words.switchPerson, items }]}
      button={
        <>
          <Avatar user={viewer} size={28} />
          <span className="person-name">
            <strong>{nameOf(viewer)}</strong>
            <small>
              {viewer.title || viewer.name} · {formatTime(now, viewer)}
            </small>
          </span>
          <Icon name="down" />
        </>
      }
    />
  );
}

function PersonRow({
  user,
  time,
  words,
}: {
  user: ControlUser;
  time: string;
  words: ReturnType<typeof wordsOf>;
}) {
  const marks = [
    user.deleted && words.left,
    user.is_owner ? words.owner : user.is_admin && words.admin,
    (user.is_restricted || user.is_ultra_restricted) && words.guest,
    user.is_stranger && words.stranger,
  ].filter((mark) => typeof mark === 'string');
  return (
    <span className={user.deleted ? 'person-row gone' : 'person-row'}>
      <Avatar user={user} size={32} />
      <span className="person-name">
        <span>
          <strong>{nameOf(user)}</strong>
          {marks.map((mark) => (
            <span key={mark} className="badge">
              {mark}
            </span>
          ))}
        </span>
        <small>{user.title || user.name}</small>
      </span>
      <span className="person-where">
        <span>{user.locale.startsWith('zh') ? '中文' : 'English'}</span>
        <small>
          {time} · {user.tz.split('/').at(-1)?.replaceAll('_', ' ')}
        </small>
      </span>
    </span>
  );
}

/** The same place seen by another person; from a DM to the same partner's DM with them, else to the app's Home. */
function become(user: ControlUser): void {
  const { place, workspace } = getState();
  const here = workspace?.channels.find((channel) => channel.id === place.channel);
  const partner = here?.is_im ? partnerOf(here, place.user) : undefined;
  const own = workspace?.channels.find(
    (channel) =>
      channel.is_im && channel.im_users?.includes(user.id) && partner && channel.im_users.includes(partner),
  );
  const visible = here && !here.is_im && (!here.is_private || here.members.includes(user.id));
  go({ user: user.id, channel: own?.id ?? (visible ? here.id : 'home'), thread: '' });
}
