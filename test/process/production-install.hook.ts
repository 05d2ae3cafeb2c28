/**
 * Loaded before the program: makes an install without development packages out of a full one. What only a full install has cannot
 * be found, and the rooms that need it may not even be asked for unless ALLOW_LOCAL_PARTS is set.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const { devDependencies } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { devDependencies: Record<string, string> };
const absent = Object.keys(devDependencies).filter((name) => name !== 'node');
const localRooms = /src\/(sandbox\/|database\/embedded|database\/hold|demo\.ts)/;

registerHooks({
  resolve(specifier, context, next) {
    if (absent.some((name) => specifier === name || specifier.startsWith(`${name}/`)))
      throw Object.assign(new Error(`Cannot find package '${specifier}'`), { code: 'ERR_MODULE_NOT_FOUND' });
    const resolved = next(specifier, context);
    if (!process.env.ALLOW_LOCAL_PARTS && localRooms.test(resolved.url))
      throw new Error(`a production install has no use for ${resolved.url}`);
    return resolved;
  },
});
