/** Looks at OpenSearch Dashboards and at the dashboards in it, without changing anything. */
import { TamarinError } from '../core/error.ts';
import type { Finding } from '../core/finding.ts';
import type { SavedObject } from '../dashboards/build/saved-object.ts';
import { checkTenant } from '../saved-objects/check-tenant.ts';
import { compareObjects } from '../saved-objects/compare-objects.ts';
import { type Dashboards, TRIED_WITH } from '../saved-objects/dashboards.ts';

interface Wanted {
  readonly open: () => Promise<Dashboards>;
  readonly objects: readonly SavedObject[];
  /** What imports them. */
  readonly command: string;
}

/** Neither a sync nor an answer needs them, so that nothing here is `bad`. */
export async function diagnoseDashboards(wanted: Wanted): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  try {
    const dashboards = await wanted.open();
    findings.push(versionFinding(dashboards));
    const note = await checkTenant(dashboards);
    if (note !== null) findings.push({ about: ABOUT, state: 'good', seen: note, hint: '' });
    findings.push(await diagnoseObjects(dashboards, wanted));
  } catch (error) {
    if (!(error instanceof TamarinError)) throw error;
    findings.push({ about: ABOUT, state: 'warning', seen: error.message, hint: error.hint });
  }
  return findings;
}

const ABOUT = 'Dashboards';

function versionFinding({ name, version }: Dashboards): Finding {
  const untried = version === TRIED_WITH ? '' : ` The dashboards were tried with ${TRIED_WITH}.`;
  const seen = `OpenSearch Dashboards ${version} answers at ${name}.${untried}`;
  return { about: ABOUT, state: 'good', seen, hint: '' };
}

async function diagnoseObjects(
  dashboards: Dashboards,
  { objects, command }: Wanted,
): Promise<Finding> {
  const { missing, changed } = await compareObjects(dashboards, objects);
  const seen = [
    ...(missing.length === 0 ? [] : [`${missing.length} of ${objects.length} saved objects are missing.`]),
    ...(changed.length === 0 ? [] : [`${changed.length} of ${objects.length} are older, or were changed in Dashboards: ${firstOf(changed)}.`]),
  ]; // biome-ignore format: a row each
  if (seen.length === 0) {
    const count = objects.filter(({ type }) => type === 'dashboard').length;
    const all = `All ${count} dashboards are there and up to date.`;
    return { about: 'dashboards', state: 'good', seen: all, hint: '' };
  }
  const kept = changed.length === 0 ? '' : ' It overwrites them: save your own under another name.';
  const hint = `Run "${command}".${kept}`;
  return { about: 'dashboards', state: 'warning', seen: seen.join(' '), hint };
}

function firstOf(changed: readonly SavedObject[]): string {
  const [first] = changed;
  const others = changed.length === 1 ? '' : ', …';
  return first === undefined ? '' : `${first.type} ${first.id}${others}`;
}
