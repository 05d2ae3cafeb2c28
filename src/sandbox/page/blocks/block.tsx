import type { Interactive } from '../elements/state.ts';
import { Mrkdwn, Plain, Text, TextLine, type TextObject } from '../text/rendered.tsx';
import { ActionsBlock } from './actions-block.tsx';
import { ContextBlock, type ContextElement } from './context-block.tsx';
import { Fallback } from './fallback.tsx';
import { InputBlock } from './input-block.tsx';
import { LibraryBlock } from './library-block.tsx';
import { SectionBlock } from './section-block.tsx';
import type { Block } from './shape.ts';

export function Blocks({ blocks }: { blocks: unknown }) {
  if (!Array.isArray(blocks)) return null;
  return (
    <div className="blocks">
      {(blocks as Block[]).map((block, index) => (
        <Fallback key={block.block_id ?? index} block={block}>
          <BlockView block={block} />
        </Fallback>
      ))}
    </div>
  );
}

/** Texts and whatever a person acts on are drawn here; pictures, tables, charts and rich text by slack-blocks-to-jsx. */
function BlockView({ block }: { block: Block }) {
  const blockId = block.block_id ?? '';
  switch (block.type) {
    case 'section':
      return <SectionBlock block={block} />;
    case 'context':
      return <ContextBlock elements={block.elements as ContextElement[]} />;
    case 'header':
      return (
        <h3 className="header-block">
          <Plain text={(block.text as TextObject | undefined)?.text ?? ''} />
        </h3>
      );
    case 'divider':
      return <hr className="divider-block" />;
    case 'actions':
    case 'context_actions':
      return <ActionsBlock elements={block.elements as Interactive[]} blockId={blockId} />;
    case 'input':
      return <InputBlock block={block} />;
    case 'alert':
      return (
        <div
          className={`alert-block ${typeof block.level === 'string' ? block.level : 'default'}`}
          role="note"
        >
          <Text object={block.text as TextObject | undefined} />
        </div>
      );
    case 'container':
      return <ContainerBlock block={block} />;
    case 'card':
      return <CardBlock block={block} />;
    case 'carousel':
      return (
        <div className="carousel-block">
          {((block.elements as Block[] | undefined) ?? []).map((card, index) => (
            <CardBlock key={card.block_id ?? index} block={card} />
          ))}
        </div>
      );
    default:
      return <LibraryBlock block={block} />;
  }
}

function ContainerBlock({ block }: { block: Block }) {
  const { title, subtitle, child_blocks, is_collapsible, default_collapsed } = block as Block & {
    title?: TextObject;
    subtitle?: TextObject;
    is_collapsible?: boolean;
    default_collapsed?: boolean;
  };
  const head = (
    <>
      <strong>
        <TextLine object={title} />
      </strong>
      {subtitle && (
        <small>
          <TextLine object={subtitle} />
        </small>
      )}
    </>
  );
  if (!is_collapsible)
    return (
      <section className="container-block">
        <header>{head}</header>
        <Blocks blocks={child_blocks} />
      </section>
    );
  return (
    <details className="container-block" open={!default_collapsed}>
      <summary>{head}</summary>
      <Blocks blocks={child_blocks} />
    </details>
  );
}

function CardBlock({ block }: { block: Block }) {
  const { title, subtitle, body, hero_image, actions } = block as Block & {
    title?: TextObject;
    subtitle?: TextObject;
    body?: TextObject;
    hero_image?: { image_url?: string; alt_text?: string };
    actions?: Interactive[];
  };
  return (
    <article className="card-block">
      {hero_image?.image_url && <img src={hero_image.image_url} alt={hero_image.alt_text ?? ''} />}
      {title && (
        <strong>
          <TextLine object={title} />
        </strong>
      )}
      {subtitle && (
        <small>
          <TextLine object={subtitle} />
        </small>
      )}
      {body && <Mrkdwn text={body.text} />}
      {actions && <ActionsBlock elements={actions} blockId={block.block_id ?? ''} />}
    </article>
  );
}
