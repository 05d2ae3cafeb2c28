/**
 * `npm run chaos -- --minutes 10 [--seed n]`: round after round, each with the seed that plays it again. Ends by itself; exit code 1 on
 * the first round that finds anything.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { shortPoints } from './points.ts';
import { playRound } from './round.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' }, say: { type: 'boolean' } },
});
const minutes = Number(values.minutes);
const fixed = values.seed === undefined ? undefined : Number(values.seed);
const end = performance.now() + minutes * 60_000;
for (let round = 0; performance.now() < end; round += 1) {
  const seed = fixed === undefined ? randomInt(2 ** 31) : fixed + round;
  process.stdout.write(`seed ${seed}\n`);
  const left = (end - performance.now()) / 1_000;
  const report = await playRound({
    seed,
    points: shortPoints,
    seconds: Math.min(90, Math.max(20, left - 40)),
    patience: 150,
    ...(values.say ? { say: (line: string) => process.stdout.write(`${line}\n`) } : {}),
  });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (report.findings.length > 0) {
    process.stdout.write(
      `${report.findings.join('\n')}\nplay it again with: npm run chaos -- --seed ${seed} --minutes 1\n`,
    );
    process.exit(1);
  }
}
process.exit(0);
