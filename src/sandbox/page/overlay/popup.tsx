import { type ReactNode, type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';

/** Between box and anchor, and between box and window. */
const GAP = 4;
const EDGE = 8;

/**
 * A floating box beside its anchor, in the browser's top layer so that nothing clips it, dialogs included. It follows
 * its anchor when the page scrolls and closes when one clicks elsewhere; Esc belongs to the control that has the focus.
 */
export function Popup(props: {
  anchor: RefObject<HTMLElement | null>;
  onClose(): void;
  /** As wide as the anchor, as lists under fields are. */
  fitted?: boolean;
  align?: 'start' | 'end';
  above?: boolean;
  children: ReactNode;
}) {
  const { anchor, onClose, fitted = false, align = 'start', above = false, children } = props;
  const box = useRef<HTMLDivElement>(null);

  const place = useCallback(() => {
    if (box.current && anchor.current) placeBeside(box.current, anchor.current, { fitted, align, above });
  }, [anchor, fitted, align, above]);

  // After every drawing: a list that just got its options has another height.
  useLayoutEffect(() => {
    if (box.current && !box.current.matches(':popover-open')) box.current.showPopover();
    place();
  });

  useEffect(() => {
    const closeOutside = (event: Event) => {
      const target = event.target as Node;
      if (!box.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    };
    addEventListener('pointerdown', closeOutside, true);
    addEventListener('scroll', place, true);
    addEventListener('resize', place);
    return () => {
      removeEventListener('pointerdown', closeOutside, true);
      removeEventListener('scroll', place, true);
      removeEventListener('resize', place);
    };
  }, [anchor, onClose, place]);

  return (
    <div ref={box} popover="manual" className="popup">
      {children}
    </div>
  );
}

/** Under the anchor, or over it where there is more room; never beyond the window's edges. */
function placeBeside(
  box: HTMLElement,
  anchor: HTMLElement,
  wish: { fitted: boolean; align: 'start' | 'end'; above: boolean },
): void {
  const around = anchor.getBoundingClientRect();
  const below = innerHeight - around.bottom - GAP;
  box.style.minWidth = wish.fitted ? `${around.width}px` : '';
  box.style.maxWidth = `${wish.fitted ? Math.max(around.width, 240) : Math.min(innerWidth - 2 * EDGE, 420)}px`;
  box.style.maxHeight = '';
  const { width, height } = box.getBoundingClientRect();
  const roomAbove = around.top - GAP > height || around.top > below;
  const upward = wish.above ? roomAbove : below < height + EDGE && roomAbove;
  const room = upward ? around.top : below;
  const shown = Math.min(height, Math.max(120, room - EDGE));
  const left = wish.align === 'end' ? around.right - width : around.left;
  box.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  box.style.top = `${upward ? Math.max(EDGE, around.top - GAP - shown) : around.bottom + GAP}px`;
  box.style.maxHeight = `${shown}px`;
}
