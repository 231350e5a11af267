/** The menus above a dashboard: what a reader chooses filters all of its panels. */
import { FIELD_TABLE } from '../../core/field-table.ts';
import { requireDimension } from '../../questions/ask/dimension-table.ts';
import { capital } from './capital.ts';
import type { Visual } from './visual.ts';

const SIZE = 50;

/** Each lists the first 50 values by requests; words also find others. */
export const controls = (name: string, title: string, dimensions: readonly string[]): Visual => ({
  ...{ kind: 'visualization', name, title, type: 'input_control_vis', aggs: [], uiState: {} },
  ...{ dql: null, filter: null, controls: dimensions },
  description: `Filters every panel below.`,
  params: () => ({
    controls: dimensions.map(controlOf),
    ...{ updateFiltersOnChange: true, useTimeFilter: false, pinFilters: false },
  }),
});

export const controlReference = (index: number): string => `control_${index}_index_pattern`;

function controlOf(dimension: string, index: number) {
  const { field, heading } = requireDimension(dimension);
  const mapping = FIELD_TABLE.find(({ name }) => name === field)?.mapping;
  // Only words can be completed while they are typed.
  const dynamicOptions = mapping?.type === 'keyword';
  return {
    ...{ id: `${index + 1}`, fieldName: field, label: capital(heading), type: 'list', parent: '' },
    ...{ indexPatternRefName: controlReference(index) },
    options: { type: 'terms', multiselect: true, dynamicOptions, size: SIZE, order: 'desc' },
  };
}
