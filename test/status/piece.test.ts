import { describe, expect, it } from 'vitest';
import { drop, rerun, type Troubled } from '../../src/status/piece.ts';
import { person } from '../access/world.ts';

const zhou = person('U09ZHOULI00', { roles: ['admin'] });
const lin = person('U01LINXIAO0');
const stuck: Troubled = {
  id: '0b6c1c9e-6a52-4a39-9f0d-3d1a57a0e001',
  queue: 'card',
  state: 'stuck',
  tried: 12,
  about: { kind: 'access.approver', reader: 'U06ZHAOMIN0', occasion: 'req_1' },
};
const dead: Troubled = { ...stuck, state: 'dead' };

describe('having a piece of work run again', () => {
  it.each([stuck, dead])('is an admin’s, and an event that names it and who did it ($state)', (piece) => {
    expect(rerun({ by: zhou.id })({ actor: zhou, piece })).toEqual({
      next: piece,
      events: [
        {
          type: 'jobs.rerun',
          version: 1,
          subject: piece.id,
          data: { by: zhou.id, queue: 'card', state: piece.state, tried: 12, about: piece.about },
        },
      ],
    });
  });

  it('is refused to others, to admins who left, and where there is nothing to run', () => {
    expect(rerun({ by: lin.id })({ actor: lin, piece: dead })).toEqual({
      refused: { key: 'status.notAdmin' },
    });
    const gone = { ...zhou, leftAt: new Date(0) };
    expect(rerun({ by: gone.id })({ actor: gone, piece: dead })).toEqual({
      refused: { key: 'status.notAdmin' },
    });
    expect(rerun({ by: zhou.id })({ actor: zhou, piece: undefined })).toEqual({
      refused: { key: 'status.pieceGone' },
    });
  });
});

describe('letting a piece of work go', () => {
  it('is for dead ones, and leaves in the log what it was about', () => {
    const decision = drop({ by: zhou.id })({ actor: zhou, piece: dead });
    expect(decision).toMatchObject({ events: [{ type: 'jobs.dropped', data: { about: dead.about } }] });
  });

  it('is refused while the house still tries, to others, and a second time', () => {
    expect(drop({ by: zhou.id })({ actor: zhou, piece: stuck })).toEqual({
      refused: { key: 'status.notDead' },
    });
    expect(drop({ by: lin.id })({ actor: lin, piece: dead })).toEqual({
      refused: { key: 'status.notAdmin' },
    });
    expect(drop({ by: zhou.id })({ actor: zhou, piece: undefined })).toEqual({
      refused: { key: 'status.pieceGone' },
    });
  });
});
