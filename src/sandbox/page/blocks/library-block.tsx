import { lazy, Suspense } from 'react';
import type { Block } from './shape.ts';

const Drawn = lazy(() => import('./library.tsx').then(({ LibraryMessage }) => ({ default: LibraryMessage })));

/** A block that nobody acts on. The library comes on first use: most messages do without its megabyte. */
export function LibraryBlock({ block }: { block: Block }) {
  return (
    <Suspense fallback={<div className="block-loading" />}>
      <Drawn block={block} />
    </Suspense>
  );
}
