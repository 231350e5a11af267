/** The parameters of a chart over time. Beside it, a legend would have room for 15 letters only. */
interface Axes {
  readonly type: 'histogram' | 'line';
  readonly mode: 'stacked' | 'normal';
  /** Of the values. */
  readonly label: string;
  /** Values are shown as parts of each time's whole. */
  readonly isShare: boolean;
  readonly hasLegend: boolean;
}

const [CATEGORY_AXIS, VALUE_AXIS] = ['CategoryAxis-1', 'ValueAxis-1'];
const LABELS = { show: true, rotate: 0, filter: true, truncate: 100 };

export const axes = ({ type, mode, label, isShare, hasLegend }: Axes) => ({
  type,
  ...{ addTooltip: true, addLegend: hasLegend, legendPosition: 'top' },
  ...{ times: [], addTimeMarker: false, labels: { show: false }, grid: { categoryLines: false } },
  categoryAxes: [
    {
      ...{ id: CATEGORY_AXIS, type: 'category', position: 'bottom', show: true, style: {} },
      ...{ scale: { type: 'linear' }, labels: LABELS, title: {} },
    },
  ],
  valueAxes: [
    {
      ...{ id: VALUE_AXIS, name: 'LeftAxis-1', type: 'value', position: 'left', show: true },
      ...{ style: {}, scale: { type: 'linear', mode: isShare ? 'percentage' : 'normal' } },
      ...{ labels: LABELS, title: { text: isShare ? `Share of ${label.toLowerCase()}` : label } },
    },
  ],
  seriesParams: [
    {
      ...{ show: true, type, mode, data: { id: '1', label }, valueAxis: VALUE_AXIS },
      ...{ drawLinesBetweenPoints: true, showCircles: true, lineWidth: 2, interpolate: 'linear' },
    },
  ],
  thresholdLine: { show: false, value: 10, width: 1, style: 'full', color: '#000000' },
});
