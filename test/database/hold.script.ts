/** A program that holds the home it is given until it is killed. */
import { holdHome } from '../../src/database/hold.ts';

const [home = ''] = process.argv.slice(2);
try {
  const hold = await holdHome(home);
  hold.tell({ url: 'http://localhost:4711' });
  process.stdout.write('held\n');
  setInterval(() => {}, 60_000);
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n`);
}
