import { describe, expect, it } from 'vitest';
import { screenshotFolders } from '../../src/extension/screenshotFolders.js';

describe('where screenshots are', () => {
  const folders = (platform: string, environment: Record<string, string> = {}): string[] =>
    screenshotFolders(platform, platform === 'win32' ? 'C:\\Users\\me' : '/home/me', environment).map(({ folder, mixed }) => `${folder}${mixed ? ' (by name)' : ''}`);
  it('is the platform’s own place first, and a place for everything by name only', () => {
    expect(folders('linux')).toEqual(['/home/me/Pictures/Screenshots', '/home/me/Pictures (by name)', '/home/me/Desktop (by name)']);
    expect(folders('linux', { XDG_PICTURES_DIR: '/data/Bilder' })[0]).toBe('/data/Bilder/Screenshots');
    expect(folders('darwin')).toContain('/home/me/Desktop (by name)');
    expect(folders('win32', { OneDrive: 'C:\\Users\\me\\OneDrive' })).toEqual(['C:\\Users\\me\\OneDrive\\Pictures\\Screenshots', 'C:\\Users\\me\\Pictures\\Screenshots', 'C:\\Users\\me\\Desktop (by name)']);
  });
});
