import { MrkdwnLine, Plain } from '../text/rendered.tsx';

export type ContextElement = { type: string; text?: string; image_url?: string; alt_text?: string };

export function ContextBlock({ elements }: { elements: ContextElement[] | undefined }) {
  return (
    <div className="context-block">
      {(elements ?? []).map((element, index) => {
        const key = `${index}`;
        if (element.type === 'image')
          return <img key={key} src={element.image_url} alt={element.alt_text ?? ''} />;
        return (
          <span key={key} className="text">
            {element.type === 'mrkdwn' ? (
              <MrkdwnLine text={element.text ?? ''} />
            ) : (
              <Plain text={element.text ?? ''} />
            )}
          </span>
        );
      })}
    </div>
  );
}
