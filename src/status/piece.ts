import { type Decision, refuse } from '../kernel/decision.ts';
import { holds, type Member } from '../people/member.ts';

/** A piece of work that does not get done, as far as rules look at it. */
export type Troubled = {
  readonly id: string;
  readonly queue: string;
  readonly state: 'stuck' | 'dead';
  readonly tried: number;
  readonly about: Readonly<Record<string, string>>;
};

export type PieceState<P extends Troubled = Troubled> = {
  readonly actor: Member | undefined;
  /** Undefined when it was done, taken up or let go meanwhile. */
  readonly piece: P | undefined;
};

export type PieceRefusal = 'status.notAdmin' | 'status.pieceGone' | 'status.notDead';

/** Has a piece of work run again at once, a dead one too. Refused to anybody who is no admin, and where there is no such piece. */
export function rerun<P extends Troubled>(command: { by: string }) {
  return ({ actor, piece }: PieceState<P>): Decision<P, PieceRefusal> => {
    if (!holds(actor, 'admin')) return refuse('status.notAdmin');
    if (!piece) return refuse('status.pieceGone');
    return { next: piece, events: [event('jobs.rerun', piece, command.by)] };
  };
}

/** The same for all of one kind at once: an event for each. Refused where none is left. */
export function rerunAll<P extends Troubled>(command: { by: string }) {
  return ({
    actor,
    pieces,
  }: {
    actor: Member | undefined;
    pieces: readonly P[];
  }): Decision<readonly P[], PieceRefusal> => {
    if (!holds(actor, 'admin')) return refuse('status.notAdmin');
    if (pieces.length === 0) return refuse('status.pieceGone');
    return { next: pieces, events: pieces.map((piece) => event('jobs.rerun', piece, command.by)) };
  };
}

/** Lets a dead piece of work go for good. Refused as above, and while the house still tries by itself. */
export function drop<P extends Troubled>(command: { by: string }) {
  return ({ actor, piece }: PieceState<P>): Decision<P, PieceRefusal> => {
    if (!holds(actor, 'admin')) return refuse('status.notAdmin');
    if (!piece) return refuse('status.pieceGone');
    if (piece.state !== 'dead') return refuse('status.notDead');
    return { next: piece, events: [event('jobs.dropped', piece, command.by)] };
  };
}

/** With what it was about: of work that was let go nothing else remains. */
function event(
  type: 'jobs.rerun' | 'jobs.dropped',
  { id, queue, state, tried, about }: Troubled,
  by: string,
) {
  return { type, version: 1, subject: id, data: { by, queue, state, tried, about } };
}
