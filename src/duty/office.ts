import { z } from 'zod';
import { type Place, zone } from '../people/company.ts';
import { type Holidays, knowsPlace } from '../people/holiday.ts';

/** Whose clock and whose holidays a duty goes by. It keeps them when the company moves. */
export type Office = Place;

/** What a form hands in: `china`, `none`, or the code of a country (`DE`, `DE-BY`); CN is `china`. */
export const officeInput = z.object({
  tz: zone,
  holidays: z
    .string()
    .max(10)
    .transform(
      (code): Holidays =>
        code.toUpperCase() === 'CN'
          ? 'china'
          : code === 'china' || code === 'none'
            ? code
            : (code.trim().toUpperCase() as Holidays),
    )
    .refine((code) => code === 'china' || code === 'none' || knowsPlace(code), {
      error: 'duty.countryUnknown',
    }),
});
