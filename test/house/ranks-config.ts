/** The linter's rules for the import ranks, made from the table of rooms. */
import { CLIENT, CLIENT_ROOM, PURE_MODULES, ROOMS, type Room } from './ranks.ts';

interface Pattern {
  readonly group: readonly string[];
  readonly message: string;
}

const WHERE = '(ARCHITECTURE.md, Rooms)';
const HIGHEST = '**/main.ts';

/** The content of biome.ranks.json. A later override replaces an earlier one, so rooms come first. */
export const ranksConfig = (rooms: readonly Room[] = ROOMS): object => ({
  overrides: rooms.flatMap((room) => {
    const outer = outerPatterns(room, rooms);
    const inner = (room.inner ?? []).flatMap((names, step) =>
      names.map((name) =>
        override(`${room.name}/${name}`, room, [...outer, innerPattern(room, name, step)]),
      ),
    );
    return [override(room.name, room, outer), ...inner];
  }),
});

function outerPatterns(room: Room, rooms: readonly Room[]): readonly Pattern[] {
  const higher = rooms.filter(({ name, rank }) => name !== room.name && rank >= room.rank);
  const ranks: Pattern = {
    group: [...higher.map(({ name }) => `**/${name}/**`), HIGHEST],
    message: `src/${room.name} has rank ${room.rank}: it imports only from lower ranks and from itself ${WHERE}.`,
  };
  const allowed = [...PURE_MODULES, ...(room.alsoTakes ?? [])];
  const pure: Pattern = {
    group: ['node:*', 'node:*/**', ...allowed.map((name) => `!${name}`)],
    message: `src/${room.name} is pure: of Node's own modules only ${allowed.join(', ')} ${WHERE}.`,
  };
  return room.isPure ? [ranks, pure] : [ranks];
}

/** Peers, folders of later steps, and the files of the room itself. */
function innerPattern({ name: room, inner = [] }: Room, name: string, step: number): Pattern {
  const before = inner.slice(0, step).flat();
  const others = inner.flat().filter((each) => each !== name && !before.includes(each));
  const allowed = before.length === 0 ? 'nothing else of the room' : before.join(', ');
  return {
    group: [...others.map((each) => `../${each}/**`), '../*.ts'],
    message: `src/${room}/${name} imports of its room only from itself and ${allowed} ${WHERE}.`,
  };
}

function override(path: string, room: Room, patterns: readonly Pattern[]): object {
  const paths =
    room.name === CLIENT_ROOM ? {} : { [CLIENT]: `Only src/${CLIENT_ROOM} knows the client.` };
  const options = { patterns, ...(room.name === CLIENT_ROOM ? {} : { paths }) };
  const noRestrictedImports = { level: 'error', options };
  return {
    includes: [`**/src/${path}/**`],
    linter: { rules: { style: { noRestrictedImports } } },
  };
}
