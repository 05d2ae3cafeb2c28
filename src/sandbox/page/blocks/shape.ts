/** A block as the app sent it; its further fields depend on its type. */
export type Block = { type: string; block_id?: string; [field: string]: unknown };
