import { z } from 'zod';
import { analysisSchema } from '../model/analysis.js';
import { configSchema } from '../model/config.js';
import { policySchema } from '../model/policy.js';

const stableFiles = { analysis: analysisSchema, policy: policySchema, config: configSchema } as const;

/** File name -> JSON Schema (draft 2020-12) of the files that others may rely on. Example key: 'policy.schema.json'. */
export const jsonSchemas = (): Record<string, z.core.JSONSchema.BaseSchema> =>
  Object.fromEntries(Object.entries(stableFiles).map(([name, schema]) => {
    const { $schema, ...rest } = z.toJSONSchema(schema);
    return [`${name}.schema.json`, { $schema, title: `shadowbill/${name}@1`, ...rest }];
  }));
