import type { ControlMessage } from '../../control.contract.ts';
import { Blocks } from '../blocks/block.tsx';
import { Icon } from '../chrome/icon.tsx';
import { Mrkdwn, MrkdwnLine } from '../text/rendered.tsx';
import { formatSize } from '../text/size.ts';
import { useReader } from '../viewer.ts';

type Attachment = {
  id?: number;
  color?: string;
  pretext?: string;
  title?: string;
  text?: string;
  blocks?: unknown;
  fields?: { title?: string; value?: string }[];
  footer?: string;
};

/** Secondary content behind a coloured bar, blocks or the older fields. */
export function Attachments({ attachments }: { attachments: ControlMessage['attachments'] }) {
  return ((attachments ?? []) as Attachment[]).map((attachment, index) => (
    <div
      key={attachment.id ?? index}
      className="attachment"
      style={{ borderColor: barColor(attachment.color) }}
    >
      {attachment.pretext && <Mrkdwn text={attachment.pretext} />}
      {attachment.title && (
        <strong>
          <MrkdwnLine text={attachment.title} />
        </strong>
      )}
      {attachment.text && <Mrkdwn text={attachment.text} />}
      {attachment.fields && (
        <div className="section-fields">
          {attachment.fields.map((field) => (
            <div key={field.title}>
              <strong>{field.title}</strong>
              <Mrkdwn text={field.value ?? ''} />
            </div>
          ))}
        </div>
      )}
      <Blocks blocks={attachment.blocks} />
      {attachment.footer && <small>{attachment.footer}</small>}
    </div>
  ));
}

const NAMED: Record<string, string> = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' };

function barColor(color: string | undefined): string | undefined {
  if (!color) return undefined;
  return NAMED[color] ?? (/^#?[0-9a-f]{3,8}$/i.test(color) ? `#${color.replace('#', '')}` : undefined);
}

export function Files({ files }: { files: ControlMessage['files'] }) {
  const { locale } = useReader();
  return (files ?? []).map((file) =>
    file.mimetype.startsWith('image/') ? (
      <a key={file.id} className="file-image" href={file.url} target="_blank" rel="noreferrer">
        <img src={file.url} alt={file.alt ?? file.name} />
      </a>
    ) : (
      <a key={file.id} className="file" href={file.url} download={file.name}>
        <Icon name="file" />
        <span className="file-name">
          <strong>{file.name}</strong>
          <small>{formatSize(file.size, locale)}</small>
        </span>
      </a>
    ),
  );
}
