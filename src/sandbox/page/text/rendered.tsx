import { Fragment, type ReactNode } from 'react';
import { go } from '../navigate.ts';
import { nameOf, useNow, useReader, useViewer, useWorkspace } from '../viewer.ts';
import { formatDateToken } from './date-token.ts';
import { emojiOf } from './emoji.ts';
import { type Inline, parseInline, parseMrkdwn } from './mrkdwn.ts';
import { placeOfLink } from './slack-link.ts';

/** A text object of Block Kit. */
export type TextObject = { type: string; text: string; emoji?: boolean };

/** `mrkdwn` with its formatting, `plain_text` with its emoji. */
export function Text({ object }: { object: TextObject | undefined }) {
  if (!object) return null;
  return object.type === 'mrkdwn' ? <Mrkdwn text={object.text} /> : <Plain text={object.text} />;
}

/** The same where no paragraphs may stand: in labels and titles. */
export function TextLine({ object }: { object: TextObject | undefined }) {
  if (!object) return null;
  return object.type === 'mrkdwn' ? <MrkdwnLine text={object.text} /> : <Plain text={object.text} />;
}

export function Plain({ text }: { text: string }) {
  return <>{emojiText(text)}</>;
}

/** The known shortcodes of a plain text as emoji. */
export function emojiText(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+):/g, (code, name: string) => emojiOf(name) ?? code);
}

export function Mrkdwn({ text }: { text: string }) {
  return (
    <>
      {parseMrkdwn(text).map((paragraph, index) => {
        const key = `${index}`;
        if (paragraph.type === 'code')
          return (
            <pre key={key} className="fence">
              {paragraph.text}
            </pre>
          );
        const children = <Run inlines={paragraph.children} />;
        if (paragraph.type === 'quote')
          return (
            <blockquote key={key} className="quote">
              {children}
            </blockquote>
          );
        return (
          <p key={key} className="text">
            {children}
          </p>
        );
      })}
    </>
  );
}

/** One line of mrkdwn where no paragraphs may stand. */
export function MrkdwnLine({ text }: { text: string }) {
  return <Run inlines={parseInline(text)} />;
}

function Run({ inlines }: { inlines: Inline[] }): ReactNode {
  return inlines.map((inline, index) => {
    const key = `${index}`;
    return (
      <Fragment key={key}>
        <Piece inline={inline} />
      </Fragment>
    );
  });
}

function Piece({ inline }: { inline: Inline }): ReactNode {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'code':
      return <code className="code">{inline.text}</code>;
    case 'bold':
      return (
        <strong>
          <Run inlines={inline.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Run inlines={inline.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Run inlines={inline.children} />
        </s>
      );
    case 'emoji':
      return <Emoji name={inline.name} />;
    case 'user':
      return <UserMention id={inline.id} label={inline.label} />;
    case 'channel':
      return <ChannelMention id={inline.id} label={inline.label} />;
    case 'usergroup':
      return <GroupMention id={inline.id} label={inline.label} />;
    case 'broadcast':
      return <span className="mention me">@{inline.range}</span>;
    case 'date':
      return <DateToken {...inline} />;
    case 'link':
      return <Link url={inline.url}>{inline.label ? <MrkdwnLine text={inline.label} /> : inline.url}</Link>;
  }
}

export function Emoji({ name }: { name: string }) {
  const char = emojiOf(name);
  if (!char) return <>{`:${name}:`}</>;
  return (
    <span className="emoji" role="img" aria-label={name.replaceAll('_', ' ')}>
      {char}
    </span>
  );
}

function GroupMention({ id, label }: { id: string; label: string }) {
  const group = useWorkspace('usergroups').find((one) => one.id === id);
  return <span className="mention">@{group?.handle ?? (label.replace(/^@/, '') || id)}</span>;
}

export function UserMention({ id, label }: { id: string; label: string }) {
  const viewer = useViewer();
  const user = useWorkspace('users').find((one) => one.id === id);
  return <span className={id === viewer.id ? 'mention me' : 'mention'}>@{nameOf(user, label || id)}</span>;
}

export function ChannelMention({ id, label }: { id: string; label: string }) {
  const channel = useWorkspace('channels').find((one) => one.id === id);
  const name = `#${channel?.name || label || id}`;
  if (!channel) return <span className="mention">{name}</span>;
  return (
    <button type="button" className="mention" onClick={() => go({ channel: id })}>
      {name}
    </button>
  );
}

export function DateToken(token: { timestamp: number; format: string; link: string; fallback: string }) {
  const reader = useReader();
  const now = useNow();
  const at = token.timestamp * 1000;
  const valid = Number.isFinite(at) && Math.abs(at) < 8.64e15;
  const text = valid ? formatDateToken(token.format, at, now, reader) : token.fallback;
  return (
    <time dateTime={valid ? new Date(at).toISOString() : undefined} title={token.fallback}>
      {token.link ? <Link url={token.link}>{text}</Link> : text}
    </time>
  );
}

/** A link; one into this very workspace stays in the page. */
export function Link({ url, children }: { url: string; children: ReactNode }) {
  const { domain } = useWorkspace('workspace');
  const app = useWorkspace('app');
  const target = placeOfLink(url, [`${domain}.slack.com`, location.hostname, '127.0.0.1'], app.id);
  if (target)
    return (
      <button type="button" className="link" onClick={() => go(target)}>
        {children}
      </button>
    );
  if (!/^(?:https?|mailto|tel):/i.test(url)) return children;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
