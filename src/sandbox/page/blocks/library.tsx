import { type Block as LibraryBlock, Message } from 'slack-blocks-to-jsx';
import { useTheme } from '../chrome/theme.tsx';
import { ChannelMention, DateToken, Emoji, Link, UserMention } from '../text/rendered.tsx';
import { useWorkspace } from '../viewer.ts';
import type { Block } from './shape.ts';

/** Mentions, dates, emoji and links are the page's own. */
export function LibraryMessage({ block }: { block: Block }) {
  const users = useWorkspace('users');
  const channels = useWorkspace('channels');
  const theme = useTheme();
  return (
    <Message
      blocks={[block as unknown as LibraryBlock]}
      logo=""
      name=""
      withoutWrapper
      theme={theme}
      data={{
        users: users.map(({ id, real_name }) => ({ id, name: real_name })),
        channels: channels.map(({ id, name }) => ({ id, name })),
      }}
      hooks={{
        user: ({ id, name }) => <UserMention id={id} label={name} />,
        channel: ({ id, name }) => <ChannelMention id={id} label={name} />,
        emoji: ({ name }) => <Emoji name={name} />,
        link: ({ href, children }) => <Link url={href}>{children}</Link>,
        date: ({ timestamp, format, link, fallback }) => (
          <DateToken timestamp={Number(timestamp)} format={format} link={link ?? ''} fallback={fallback} />
        ),
      }}
    />
  );
}
