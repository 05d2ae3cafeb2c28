import { z } from 'zod';

/** SHOUMI_URL: where people's programs reach the pages of the house; without a slash at its end. */
export const pageAddress = z
  .string()
  .refine(
    (url) => /^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(url) && URL.canParse(url),
    'must be the address under which people reach this server, like https://shoumi.example.com, without a query',
  )
  .transform((url) => url.replace(/\/+$/, ''));
