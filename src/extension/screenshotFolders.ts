/** The folders in which a platform keeps screenshots, likeliest first; knows nothing of VS Code, so that it can be tested without it. */
import { posix, win32 } from 'node:path';

export interface ScreenshotFolder {
  readonly folder: string;
  /** Other pictures lie there too: only files that are named like screenshots count. */
  readonly mixed: boolean;
}

export function screenshotFolders(platform: string, home: string, environment: Readonly<Record<string, string | undefined>>): ScreenshotFolder[] {
  const { join } = platform === 'win32' ? win32 : posix;
  const own = (folder: string): ScreenshotFolder => ({ folder, mixed: false });
  const shared = (folder: string): ScreenshotFolder => ({ folder, mixed: true });
  switch (platform) {
    case 'darwin': return [own(join(home, 'Pictures', 'Screenshots')), shared(join(home, 'Desktop')), shared(join(home, 'Pictures'))];
    case 'win32': {
      const cloud = environment['OneDrive'];
      return [...(cloud ? [own(join(cloud, 'Pictures', 'Screenshots'))] : []), own(join(home, 'Pictures', 'Screenshots')), shared(join(home, 'Desktop'))];
    }
    default: {
      const pictures = environment['XDG_PICTURES_DIR'] ?? join(home, 'Pictures');
      return [own(join(pictures, 'Screenshots')), shared(pictures), shared(join(home, 'Desktop'))];
    }
  }
}
