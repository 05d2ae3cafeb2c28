import { list, number, object, oneOf, own, ownList, type Rule, text, typed } from './rule.ts';

/**
 * The chart of a data_visualization block: at most 12 series or segments, 20 categories, labels of 20 characters.
 * Source: docs.slack.dev/reference/block-kit/blocks/data-visualization-block.
 */

const name = text(20);

const aboveZero: Rule = (value, at, report) => {
  number(value, at, report);
  if (typeof value === 'number' && value <= 0) report('must be greater than 0', at);
};

/** Every series has its own name and one point for each category. */
const seriesFit: Rule = (value, at, report) => {
  const categories = new Set(ownList(own(value, 'axis_config'), 'categories').slice(0, 20));
  const names = new Set<unknown>();
  ownList(value, 'series')
    .slice(0, 12)
    .forEach((series, i) => {
      const called = own(series, 'name');
      if (names.has(called)) report('Input contains duplicate items', `${at}/series/${i}/name`);
      names.add(called);
      const labels = ownList(series, 'data')
        .slice(0, 20)
        .map((point) => own(point, 'label'));
      if (labels.length !== categories.size || new Set([...labels, ...categories]).size !== categories.size) {
        report('must have one data point for each category', `${at}/series/${i}/data`);
      }
    });
};

function plotted(type: string): Rule {
  return object(
    {
      type: oneOf(type),
      series: list(object({ name, data: list(object({ label: name, value: number }), 20) }), 12),
      axis_config: object({ categories: list(name, 20) }, { x_label: text(50), y_label: text(50) }),
    },
    {},
    seriesFit,
  );
}

export const chart = typed({
  area: plotted('area'),
  bar: plotted('bar'),
  line: plotted('line'),
  pie: object({ type: oneOf('pie'), segments: list(object({ label: name, value: aboveZero }), 12) }),
});
