import canonicalize from 'canonicalize';

/** RFC 8785. Throws for what JSON cannot carry (a bug: events hold plain values only). */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('an event holds a value that JSON cannot carry');
  return text;
}
