/**
 * How a folder's files are looked at and read. On a disk of this machine at once: a way over the thread
 * pool costs as much as half the lines of a small file. A file system on the network may take its time,
 * or never answer, and holds nobody up who does not ask it.
 */
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { open, realpath, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { allocateLarge } from '../../core/large-buffer.ts';

/** A file's first bytes, and what it was once they had been read. */
interface FileStart {
  readonly bytes: Buffer;
  readonly stats: Stats;
}

type Now<T> = T | Promise<T>;

/** Each method throws what the system says. */
export interface Disk {
  realpath(path: string): Now<string>;
  /** Of what a link leads to. */
  stat(path: string): Now<Stats>;
  /** At most `sizeBytes`, as one piece of memory. */
  readStart(path: string, sizeBytes: number): Now<FileStart>;
}

/** `f_type` of statfs(2), of file systems that live on a disk or in memory: linux/magic.h. */
const OF_THIS_MACHINE = new Set([
  0xef53, // ext2 to ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0xf2f52010, // F2FS
  0x2fc12fc1, // ZFS
  0x01021994, // tmpfs
  0x794c7630, // overlayfs, of containers
]);

/** Other systems number their file systems in other ways: there all go over the thread pool. */
async function diskOf(folder: string): Promise<Disk> {
  if (process.platform !== 'linux') return POOLED;
  const isOfThisMachine = await statfs(folder).then(
    ({ type }) => OF_THIS_MACHINE.has(type),
    () => false, // whoever reads there says what is wrong
  );
  return isOfThisMachine ? AT_ONCE : POOLED;
}

/** Of a folder and those below it, where other file systems may be mounted. */
export class Disks {
  readonly #usual: Disk;
  /** Folders with another disk. */
  readonly #others = new Map<string, Disk>();

  private constructor(usual: Disk) {
    this.#usual = usual;
  }

  static async of(root: string): Promise<Disks> {
    return new Disks(await diskOf(root));
  }

  /** Before files of a folder below the root are asked for. */
  async enter(folder: string): Promise<void> {
    const disk = await diskOf(folder);
    if (disk !== this.#usual) this.#others.set(folder, disk);
  }

  /** That a file lies on, where it is no link. */
  of(file: string): Disk {
    return this.#others.size === 0 ? this.#usual : (this.#others.get(dirname(file)) ?? this.#usual);
  }
}

/** For a writer, where the file has become a named pipe. */
const READ_WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK;

export const AT_ONCE: Disk = {
  realpath: (path) => realpathSync.native(path),
  stat: (path) => statSync(path),
  readStart(path, sizeBytes) {
    const file = openSync(path, READ_WITHOUT_WAITING);
    try {
      const bytes = allocateLarge(sizeBytes);
      let length = 0;
      for (let read = -1; read !== 0 && length < sizeBytes; length += read)
        read = readSync(file, bytes, length, sizeBytes - length, null);
      return { bytes: bytes.subarray(0, length), stats: fstatSync(file) };
    } finally {
      closeSync(file);
    }
  },
};

/** Over the thread pool. */
export const POOLED: Disk = {
  realpath: (path) => realpath(path),
  stat: (path) => stat(path),
  async readStart(path, sizeBytes) {
    const file = await open(path, READ_WITHOUT_WAITING);
    try {
      const bytes = allocateLarge(sizeBytes);
      let length = 0;
      for (let read = -1; read !== 0 && length < sizeBytes; length += read)
        read = (await file.read(bytes, length, sizeBytes - length)).bytesRead; // one after the other
      return { bytes: bytes.subarray(0, length), stats: await file.stat() };
    } finally {
      await file.close();
    }
  },
};
