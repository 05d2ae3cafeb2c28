/** A program that starts the embedded PostgreSQL on the home it is given, says where it is, and then does nothing. */
import { startEmbedded } from '../../src/database/embedded.ts';

const [home = ''] = process.argv.slice(2);
const lines: string[] = [];
const note = (_: object, message: string) => {
  lines.push(message);
};
const { url, superuserUrl, port, pid, folder } = await startEmbedded({
  home,
  log: { info: note },
});
process.stdout.write(`${JSON.stringify({ url, superuserUrl, port, pid, folder, lines })}\n`);
setInterval(() => {}, 60_000);
