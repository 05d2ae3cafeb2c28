import type { Classification, DataSet, PersonalKind, PurposeKind } from '../catalog/data-set.ts';

/** A data set that firms of a kind keep; its name stands in setup.text.ts under `set.` and its code. */
export type Suggested = {
  readonly id:
    | 'client-files'
    | 'transfer-contracts'
    | 'seals'
    | 'tax-filings'
    | 'bank-statements'
    | 'payroll'
    | 'ledgers'
    | 'leads';
  readonly classification: Classification;
  readonly personal: PersonalKind;
  readonly purposes: readonly PurposeKind[];
};

const clientFiles: Suggested = {
  id: 'client-files',
  classification: 'strict',
  personal: 'sensitive',
  purposes: ['share_transfer', 'tax_filing', 'client_request', 'correction'],
};
const leads: Suggested = {
  id: 'leads',
  classification: 'internal',
  personal: 'personal',
  purposes: ['marketing'],
};
const taxFilings: Suggested = {
  id: 'tax-filings',
  classification: 'controlled',
  personal: 'personal',
  purposes: ['tax_filing', 'bookkeeping', 'audit', 'correction'],
};

/** What a firm that transfers companies has of its clients. */
const transfer: readonly Suggested[] = [
  clientFiles,
  {
    id: 'transfer-contracts',
    classification: 'controlled',
    personal: 'personal',
    purposes: ['share_transfer', 'client_request', 'audit'],
  },
  {
    id: 'seals',
    classification: 'controlled',
    personal: 'none',
    purposes: ['share_transfer', 'client_request'],
  },
  taxFilings,
  leads,
];

/** What a firm that keeps books has of its clients. */
const bookkeeping: readonly Suggested[] = [
  clientFiles,
  taxFilings,
  {
    id: 'bank-statements',
    classification: 'strict',
    personal: 'sensitive',
    purposes: ['bookkeeping', 'audit'],
  },
  { id: 'payroll', classification: 'strict', personal: 'sensitive', purposes: ['payroll', 'tax_filing'] },
  {
    id: 'ledgers',
    classification: 'controlled',
    personal: 'personal',
    purposes: ['bookkeeping', 'tax_filing', 'audit', 'correction'],
  },
  leads,
];

export const templates = {
  transfer,
  bookkeeping,
  both: [...new Set([...transfer, ...bookkeeping])],
} as const satisfies Readonly<Record<string, readonly Suggested[]>>;
export type Template = keyof typeof templates;

/** A data set as a list or a template describes it; the rest is what its class suggests. */
export type Described = Pick<
  DataSet,
  'id' | 'nameEn' | 'nameZh' | 'classification' | 'personal' | 'purposes'
>;
