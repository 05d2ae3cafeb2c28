import { blocksOf } from './blocks.ts';
import { plainText } from './composition.ts';
import { flag, object, oneOf, own, ownList, type Rule, text, typed } from './rule.ts';

/** Views. Source: docs.slack.dev/reference/views and @slack/types 3.2.0. */

const shared = { private_metadata: text(3000, 0), callback_id: text(255, 0), external_id: text(255, 0) };

/** A modal that asks something must have a button that sends the answer. */
const submitForInputs: Rule = (value, at, report) => {
  if (own(value, 'submit') !== undefined) return;
  ownList(value, 'blocks')
    .slice(0, 100)
    .forEach((block, i) => {
      if (own(block, 'type') === 'input') {
        report('must define `submit` to use an `input` block in modals', `${at}/blocks/${i}/input`);
      }
    });
};

export const view = typed({
  modal: object(
    { type: oneOf('modal'), title: plainText(24), blocks: blocksOf('modal') },
    { ...shared, close: plainText(24), submit: plainText(24), clear_on_close: flag, notify_on_close: flag },
    submitForInputs,
  ),
  home: object({ type: oneOf('home'), blocks: blocksOf('home') }, shared),
});
