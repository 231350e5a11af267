/** What a list says of itself: how far it is exact, and what proves it. */
import { formatCount } from '../../core/format.ts';
import { LIST_GROUPS_MAX } from './list-groups-max.ts';

interface About {
  readonly plural: string;
  /** Behind `tamarin`. */
  readonly command: string;
  readonly isEstimate: boolean;
}

const ESTIMATES = ' Counts of different values are estimates above 3,000.';

export const aboutList = ({ plural, command, isEstimate }: About): string =>
  `Exact up to ${formatCount(LIST_GROUPS_MAX)} ${plural} a month; with more, one may be missing or count too little.${isEstimate ? ESTIMATES : ''} Proved for any number by: tamarin ${command}`;
