import { Component, type ReactNode } from 'react';
import { JsonTree } from '../chrome/json-tree.tsx';
import { useWords } from '../viewer.ts';
import type { Block } from './shape.ts';

type Props = { block: Block; children: ReactNode };
type State = { block: Block; failed: boolean };

/**
 * What cannot be drawn is shown as it came: a block must never take the page down with it. A class, because React has no
 * other way to catch what its children throw.
 */
export class Fallback extends Component<Props, State> {
  override state: State = { block: this.props.block, failed: false };
  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }
  static getDerivedStateFromProps({ block }: Props, state: State): State | null {
    // An update brings another block, which gets its own chance.
    return block === state.block ? null : { block, failed: false };
  }
  override render() {
    return this.state.failed ? <RawBlock block={this.props.block} /> : this.props.children;
  }
}

function RawBlock({ block }: { block: Block }) {
  const words = useWords();
  return (
    <details className="container-block">
      <summary>{words.rawBlock(block.type)}</summary>
      <JsonTree value={block} />
    </details>
  );
}
