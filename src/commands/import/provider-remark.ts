import { canonicalProvider, createCatalog, isGateway } from '../../catalog/index.js';
import type { Config } from '../../model/config.js';
import { nearNames } from '../near-names.js';

/** Said where --set names a provider of whose models the catalog has no price: a slip, or a host whose calls stay unpriced. */
export function providerRemark(provider: string | undefined, config: Config): string | undefined {
  if (provider === undefined) return undefined;
  const key = canonicalProvider(provider.trim().toLowerCase());
  const known = [...new Set(createCatalog(config).models.map((model) => model.provider))];
  const isDeployed = Object.keys(config.deployments ?? {}).some((name) => name.startsWith(`${provider}/`));
  if (known.includes(key) || isGateway(key) || isDeployed) return undefined;
  const near = nearNames(key, known);
  return `--set provider=${provider}: the catalog knows no such provider, so its calls have no price${near.length === 0 ? '' : ` (near: ${near.join(', ')})`}. "shadowbill prices list" shows those it knows; prices of your own go into the settings.`;
}
