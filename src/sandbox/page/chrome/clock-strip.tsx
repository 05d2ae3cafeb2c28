import { useEffect, useState } from 'react';
import { moveClock } from '../actions.ts';
import { formatClock, formatDateTime, nextMonday } from '../text/time.ts';
import { useNow, useReader, useWords } from '../viewer.ts';
import { Icon } from './icon.tsx';

/** Business time in the viewer's zone, and the ways forward. Busy until the bot has come to rest. */
export function ClockStrip() {
  const reader = useReader();
  const words = useWords();
  const now = useNow();
  const [busy, setBusy] = useState(false);
  useEverySecond();

  const move = async (to: { advance: string } | { now: string }) => {
    setBusy(true);
    await moveClock(to);
    setBusy(false);
  };
  return (
    <section className="clock-strip" aria-label={words.clock} aria-busy={busy} title={words.clockHint}>
      <Icon name="clock" />
      <time dateTime={new Date(now).toISOString()} title={formatDateTime(now, reader)} className="clock-now">
        {formatClock(now, reader)}
      </time>
      <span className="clock-moves">
        <button type="button" disabled={busy} onClick={() => void move({ advance: 'PT1H' })}>
          {words.hour}
        </button>
        <button type="button" disabled={busy} onClick={() => void move({ advance: 'P1D' })}>
          {words.day}
        </button>
        <button
          type="button"
          disabled={busy}
          onClick={() => void move({ now: new Date(nextMonday(now, reader.tz)).toISOString() })}
        >
          {words.monday}
        </button>
      </span>
      <span className="visually-hidden" role="status">
        {busy ? words.moving : ''}
      </span>
    </section>
  );
}

function useEverySecond(): void {
  const [, draw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => draw((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
}
