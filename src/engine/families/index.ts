import { EngineFailure } from '../errors.js';
import type { ModelPackage } from '../package/load.js';
import type { Family } from './family.js';
import { openFlamingo } from './flamingo/open.js';

const families: Readonly<Record<string, Family>> = { flamingo: openFlamingo };

/** The driver of a package's family. @throws EngineFailure `package-invalid`, naming the family and those that are known */
export function familyOf(pack: ModelPackage): Family {
  const { family, name } = pack.manifest;
  const found = Object.hasOwn(families, family) ? families[family] : undefined;
  if (found !== undefined) return found;
  throw new EngineFailure('package-invalid', `The model package ${name} is of the family "${family}"; this version of Unrender reads: ${Object.keys(families).join(', ')}.`);
}
