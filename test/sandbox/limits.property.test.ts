import type {
  ActionsBlock,
  Button,
  CardBlock,
  Checkboxes,
  ConfirmationDialog,
  ContextBlock,
  InputBlock,
  KnownBlock,
  ModalView,
  MrkdwnElement,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  RichTextElement,
  SectionBlock,
} from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageFaults, optionsFaults, viewFaults } from '../../src/sandbox/limits/limits.ts';

/**
 * Valid messages and views, drawn from the shapes of @slack/types so that the compiler vouches for them; then spoilt in
 * one place, so that the fault must be found there.
 */

const words = (max: number) => fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(max, 20) });
const id = fc.stringMatching(/^[a-z]{1,8}\.[a-z]{1,8}$/);
const url = fc.webUrl();

const plain = (max: number): fc.Arbitrary<PlainTextElement> =>
  fc.record(
    { type: fc.constant('plain_text' as const), text: words(max), emoji: fc.boolean() },
    { requiredKeys: ['type', 'text'] },
  );
const mrkdwn = (max: number): fc.Arbitrary<MrkdwnElement> =>
  fc.record(
    { type: fc.constant('mrkdwn' as const), text: words(max), verbatim: fc.boolean() },
    { requiredKeys: ['type', 'text'] },
  );
const anyText = (max: number) => fc.oneof(plain(max), mrkdwn(max));

const confirm: fc.Arbitrary<ConfirmationDialog> = fc.record(
  {
    title: plain(100),
    text: anyText(300),
    confirm: plain(30),
    deny: plain(30),
    style: fc.constantFrom('primary', 'danger'),
  },
  { requiredKeys: ['text'] },
);

const button: fc.Arbitrary<Button> = fc.record(
  {
    type: fc.constant('button' as const),
    text: plain(75),
    action_id: id,
    value: words(2000),
    url,
    style: fc.constantFrom('primary', 'danger'),
    confirm,
    accessibility_label: words(75),
  },
  { requiredKeys: ['type', 'text'] },
);

const option = fc.record(
  { text: plain(75), value: words(75), description: plain(75) },
  { requiredKeys: ['text', 'value'] },
) satisfies fc.Arbitrary<PlainTextOption>;

const someOptions = (max: number) =>
  fc.uniqueArray(option, { minLength: 1, maxLength: max, selector: (held) => held.value });

const checkboxes: fc.Arbitrary<Checkboxes> = someOptions(10).chain((options) =>
  fc.record(
    {
      type: fc.constant('checkboxes' as const),
      action_id: id,
      options: fc.constant(options),
      initial_options: fc.subarray(options, { minLength: 1 }),
      confirm,
    },
    { requiredKeys: ['type', 'options'] },
  ),
);

const choice = fc.oneof(
  checkboxes,
  someOptions(5).map((options) => ({ type: 'overflow' as const, options })),
  someOptions(8).chain((options) =>
    fc.record(
      {
        type: fc.constant('static_select' as const),
        options: fc.constant(options),
        initial_option: fc.constantFrom(...options),
        placeholder: plain(150),
        action_id: id,
      },
      { requiredKeys: ['type', 'options'] },
    ),
  ),
  someOptions(4).map((options) => ({
    type: 'radio_buttons' as const,
    options,
    initial_option: options[0] as PlainTextOption,
  })),
  fc.record(
    {
      type: fc.constant('multi_users_select' as const),
      initial_users: fc.array(id, { minLength: 1, maxLength: 3 }),
      action_id: id,
    },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    {
      type: fc.constant('timepicker' as const),
      initial_time: fc.constantFrom('00:00', '09:30', '23:59'),
      confirm,
    },
    { requiredKeys: ['type'] },
  ),
  fc
    .date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((day) => ({ type: 'datepicker' as const, initial_date: day.toISOString().slice(0, 10) })),
);

const leaf: fc.Arbitrary<RichTextElement> = fc.oneof(
  fc.record(
    { type: fc.constant('text' as const), text: words(100), style: fc.constant({ bold: true }) },
    { requiredKeys: ['type', 'text'] },
  ),
  fc.record({ type: fc.constant('user' as const), user_id: id }),
  fc.record({ type: fc.constant('link' as const), url, text: words(50) }),
);
const richSection = fc.record({
  type: fc.constant('rich_text_section' as const),
  elements: fc.array(leaf, { maxLength: 4 }),
});
const richText: fc.Arbitrary<RichTextBlock> = fc.record({
  type: fc.constant('rich_text' as const),
  elements: fc.array(
    fc.oneof(
      richSection,
      fc.record({
        type: fc.constant('rich_text_list' as const),
        style: fc.constantFrom('bullet' as const, 'ordered' as const),
        elements: fc.array(richSection, { minLength: 1, maxLength: 3 }),
      }),
    ),
    { maxLength: 3 },
  ),
});

const image = fc.record({ type: fc.constant('image' as const), image_url: url, alt_text: words(2000) });

const section: fc.Arbitrary<SectionBlock> = fc.record(
  {
    type: fc.constant('section' as const),
    text: anyText(3000),
    fields: fc.array(anyText(2000), { minLength: 1, maxLength: 10 }),
    accessory: fc.oneof(button, choice, image),
    expand: fc.boolean(),
  },
  { requiredKeys: ['type', 'text'] },
);
const actions: fc.Arbitrary<ActionsBlock> = fc.record({
  type: fc.constant('actions' as const),
  elements: fc
    .array(fc.oneof(button, choice), { minLength: 1, maxLength: 6 })
    .map((several) =>
      several.map((held, i) => ('action_id' in held ? { ...held, action_id: `a${i}` } : held)),
    ),
});
const context: fc.Arbitrary<ContextBlock> = fc.record({
  type: fc.constant('context' as const),
  elements: fc.array(fc.oneof(image, anyText(3000)), { minLength: 1, maxLength: 10 }),
});
const input: fc.Arbitrary<InputBlock> = fc.record(
  {
    type: fc.constant('input' as const),
    label: plain(2000),
    hint: plain(2000),
    optional: fc.boolean(),
    element: fc.oneof(
      checkboxes,
      fc.record(
        {
          type: fc.constant('plain_text_input' as const),
          multiline: fc.boolean(),
          max_length: fc.integer({ min: 1, max: 3000 }),
        },
        { requiredKeys: ['type'] },
      ),
      fc.record(
        {
          type: fc.constant('external_select' as const),
          min_query_length: fc.nat(5),
          initial_option: option,
        },
        { requiredKeys: ['type'] },
      ),
      fc.record({
        type: fc.constant('number_input' as const),
        is_decimal_allowed: fc.boolean(),
        min_value: fc.nat().map(String),
      }),
    ),
  },
  { requiredKeys: ['type', 'label', 'element'] },
);
const card: fc.Arbitrary<CardBlock> = fc.record(
  {
    type: fc.constant('card' as const),
    title: mrkdwn(150),
    body: mrkdwn(200),
    hero_image: image,
    icon: image,
  },
  { requiredKeys: ['type', 'title'] },
);
const cell = fc.oneof(
  fc.record({ type: fc.constant('raw_text' as const), text: words(50) }),
  fc.record({ type: fc.constant('raw_number' as const), value: fc.integer(), text: words(20) }),
);
const cells = (min: number) =>
  fc
    .integer({ min: 1, max: 4 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: min, maxLength: 4 }),
    );

const common = [section, actions, context, input, image, richText] as const;
const divider = fc.constant({ type: 'divider' as const });
const header = fc.record({ type: fc.constant('header' as const), text: plain(150) });

const block: fc.Arbitrary<KnownBlock> = fc.oneof(
  ...common,
  divider,
  header,
  card,
  fc.record({
    type: fc.constant('carousel' as const),
    elements: fc.array(card, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('container' as const),
    title: plain(150),
    child_blocks: fc.array(fc.oneof(section, divider, header), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ type: fc.constant('markdown' as const), text: words(200) }),
  fc.record({
    type: fc.constant('task_card' as const),
    task_id: id,
    title: words(50),
    status: fc.constantFrom(
      'pending' as const,
      'in_progress' as const,
      'complete' as const,
      'error' as const,
    ),
    details: richText,
  }),
  fc.record({
    type: fc.constant('context_actions' as const),
    elements: fc.tuple(
      fc.record({
        type: fc.constant('feedback_buttons' as const),
        positive_button: fc.record({ text: plain(75), value: words(50) }),
        negative_button: fc.record({ text: plain(75), value: words(50) }),
      }),
    ),
  }),
);
const table: fc.Arbitrary<KnownBlock> = fc.oneof(
  fc.record({ type: fc.constant('table' as const), rows: cells(1) }),
  fc.record({ type: fc.constant('data_table' as const), caption: words(50), rows: cells(2) }),
);

/** At most one table, and each block with its own id. */
const blocks = fc
  .tuple(fc.array(block, { minLength: 1, maxLength: 12 }), fc.option(table, { nil: undefined }), fc.boolean())
  .map(([several, one, named]) =>
    (one ? [...several, one] : several).map((held, i) => (named ? { ...held, block_id: `b${i}` } : held)),
  );

const modal: fc.Arbitrary<ModalView> = fc.record(
  {
    type: fc.constant('modal' as const),
    title: plain(24),
    submit: plain(24),
    close: plain(24),
    private_metadata: fc.string({ maxLength: 100 }),
    callback_id: id,
    notify_on_close: fc.boolean(),
    blocks: fc.array(fc.oneof(...common, divider, header), { minLength: 1, maxLength: 12 }),
  },
  { requiredKeys: ['type', 'title', 'submit', 'blocks'] },
);

type Json = Record<string, unknown>;
type Place = { pointer: string; held: unknown; put: (value: unknown) => void };

/** Every place inside a JSON value, with the means to change it there. */
function places(value: unknown, pointer = ''): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) => {
    const at = `${pointer}/${name}`;
    const put = (other: unknown) => {
      (value as Json)[name] = other;
    };
    return [{ pointer: at, held, put }, ...places(held, at)];
  });
}

const pointersOf = (faults: string[]) => faults.map((fault) => /\[json-pointer:(.*)\]$/.exec(fault)?.[1]);

/** A copy of the blocks spoilt at one of the places that fit. */
function spoil(whole: unknown, fits: (place: Place) => boolean, at: number, make: (place: Place) => unknown) {
  const copy = structuredClone(whole);
  const fitting = places(copy).filter(fits);
  const place = fitting[at % fitting.length];
  if (!place) return undefined;
  place.put(make(place));
  return { copy, pointer: place.pointer };
}

describe('what is drawn from the types of Slack', () => {
  it('passes as a message and as a modal', () => {
    fc.assert(
      fc.property(blocks, modal, fc.array(option, { maxLength: 100 }), (drawn, view, options) => {
        expect(messageFaults({ text: 'x', blocks: drawn })).toEqual([]);
        expect(viewFaults(view)).toEqual([]);
        expect(optionsFaults({ options })).toEqual([]);
      }),
    );
  });

  it('fails where an object got a field that Slack does not know', () => {
    fc.assert(
      fc.property(blocks, fc.nat(), fc.stringMatching(/^x_[a-z]{1,9}$/), (drawn, at, name) => {
        const spoilt = spoil(
          { blocks: drawn },
          ({ held }) => typeof held === 'object' && held !== null && !Array.isArray(held),
          at,
          ({ held }) => ({ ...(held as Json), [name]: 1 }),
        );
        expect(messageFaults(spoilt?.copy)).toContain(
          `[ERROR] invalid additional property: ${name} [json-pointer:${spoilt?.pointer}]`,
        );
      }),
    );
  });

  it('fails where a text was emptied', () => {
    fc.assert(
      fc.property(blocks, fc.nat(), (drawn, at) => {
        const spoilt = spoil(
          { blocks: drawn },
          ({ pointer }) => /\/(text|value|alt_text|title|caption)$/.test(pointer),
          at,
          ({ held }) => (typeof held === 'string' ? '' : { ...(held as Json), text: '' }),
        );
        fc.pre(spoilt !== undefined);
        const faults = pointersOf(messageFaults(spoilt.copy));
        expect(faults.some((pointer) => pointer?.startsWith(spoilt.pointer))).toBe(true);
      }),
    );
  });

  it('fails where anything became null', () => {
    fc.assert(
      fc.property(modal, fc.nat(), (drawn, at) => {
        const spoilt = spoil(
          drawn,
          () => true,
          at,
          () => null,
        );
        expect(pointersOf(viewFaults(spoilt?.copy))).toContain(`/view${spoilt?.pointer}`);
      }),
    );
  });

  it('never makes it throw, whatever stands in any place', () => {
    const hostile = fc.oneof(
      fc.jsonValue(),
      fc.constant(JSON.parse('{"__proto__":{"type":"button"},"valueOf":1,"toString":1,"length":-1}')),
      fc.constantFrom('__proto__', 'constructor', '\u0000', '\ud800'),
    );
    fc.assert(
      fc.property(blocks, fc.nat(), hostile, (drawn, at, value) => {
        const spoilt = spoil(
          { blocks: drawn },
          () => true,
          at,
          () => value,
        );
        expect(Array.isArray(messageFaults(spoilt?.copy))).toBe(true);
        expect(Array.isArray(viewFaults({ type: 'home', ...(spoilt?.copy as Json) }))).toBe(true);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(viewFaults(value)).not.toEqual([]);
      }),
    );
  });
});
