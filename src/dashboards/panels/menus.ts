/** The menus that all dashboards have. */
import { controls } from '../build/controls.ts';

export const MENUS = controls('menus', 'Which part of the traffic?', [
  'bucket',
  'agent-class',
  'status',
  'folder',
]);
