import { identityToRecipient } from 'age-encryption';

/**
 * The age identity of a 32-byte X25519 secret (RFC 7748), in age's spelling `AGE-SECRET-KEY-1…`: with it the standard `age` tool opens a
 * backup.
 */
export function identityOf(secret: Uint8Array): string {
  return bech32('age-secret-key-', secret).toUpperCase();
}

/** Whom to encrypt for, `age1…`: no secret. */
export function recipientOf(identity: string): Promise<string> {
  return identityToRecipient(identity);
}

const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** Bech32 as BIP 173 defines it, which is how age spells its keys. */
function bech32(prefix: string, bytes: Uint8Array): string {
  const values: number[] = [];
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      values.push((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  if (bits > 0) values.push((held << (5 - bits)) & 31);
  const codes = [...prefix].map((letter) => letter.charCodeAt(0));
  const head = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
  const sum = polymod([...head, ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  const check = Array.from({ length: 6 }, (_, n) => (sum >> (5 * (5 - n))) & 31);
  return `${prefix}1${[...values, ...check].map((value) => letters[value]).join('')}`;
}

function polymod(values: readonly number[]): number {
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let sum = 1;
  for (const value of values) {
    const top = sum >> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    generator.forEach((term, n) => {
      if ((top >> n) & 1) sum ^= term;
    });
  }
  return sum;
}
