/** Colours that people with any kind of colour blindness tell apart: the palette of Okabe and Ito. */
import { AGENT_CLASS_TABLE, type AgentClass } from '../../core/agent-class.ts';

export const BLUE = '#0072B2';
export const VERMILION = '#D55E00';
export const GREEN = '#009E73';
export const ORANGE = '#E69F00';
const SKY = '#56B4E9';
const PURPLE = '#CC79A7';
const GREY = '#999999';

/** Of series by name. */
export type Colours = Readonly<Record<string, string>>;

const OF_CLASS: Readonly<Record<AgentClass, string>> = {
  browser: BLUE,
  bot: VERMILION,
  tool: ORANGE,
  library: PURPLE,
  player: GREEN,
  cdn: SKY,
  unknown: GREY,
};

export const AGENT_COLOURS: Colours = Object.fromEntries(
  AGENT_CLASS_TABLE.map(({ key }) => [key, OF_CLASS[key]]),
);
